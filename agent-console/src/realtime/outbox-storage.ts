import type { OutboxStorage, Stored } from '@tillside/chat-client/outbox';
import { remember, remembered, rememberedKeys } from '../lib/remember';

/**
 * What one agent has written and the node has not yet acknowledged. An entry a message, so that two tabs never
 * overwrite each other's; agents of one browser do not see each other's.
 */
export function outboxStorage(agent: string): OutboxStorage<never> {
  const place = `outbox.${agent}.`;
  return {
    load: () => rememberedKeys(place).flatMap((key) => parse(remembered(key))),
    save(item) {
      remember(place + item.cid, JSON.stringify(item));
    },
    remove(cid) {
      remember(place + cid, null);
    },
  };
}

/** What an older version wrote, or somebody's extension broke, is not worth a console that does not start. */
function parse(text: string | null): Stored<never>[] {
  if (text === null) return [];
  try {
    return [JSON.parse(text)];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
