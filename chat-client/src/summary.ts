import type { AnyConversation } from './generated/AnyConversation';
import type { ReadMarks } from './generated/ReadMarks';
import type { Standing } from './standing';

export interface Summary {
  conv: string;
  head: number;
  read: ReadMarks;
  standing: Standing;
}

/** What a node says of a conversation, in the words of the log; `epoch` and `rated` belong to one role each. */
export function summaryOf(conversation: AnyConversation): Summary {
  const { conv, head, read, state, owner, queue } = conversation;
  const epoch = 'epoch' in conversation ? conversation.epoch : 0;
  const rated = 'rated' in conversation ? conversation.rated.length > 0 : false;
  return { conv, head, read, standing: { at: head, state, owner, queue, epoch, rated } };
}
