import type { ReadMarks } from './generated/ReadMarks';
import type { ShopperConversation } from './generated/ShopperConversation';
import type { Standing } from './standing';

export interface Summary {
  conv: string;
  head: number;
  read: ReadMarks;
  standing: Standing;
}

/** What a node says of a conversation, in the words of the log; `epoch` and `rated` belong to one role each. */
export function summaryOf(conversation: ShopperConversation): Summary {
  const { conv, head, read, state, owner, queue } = conversation;
  const epoch = 0;
  const rated = 'rated' in conversation ? conversation.rated.length > 0 : false;
  return { conv, head, read, standing: { at: head, state, owner, queue, epoch, rated } };
}
