import { type Readable, Store } from '@tillside/chat-client/store';
import type { Chat, Desk } from './desk';
import { byRisk } from './risk';

/** A chat's place in the list; its row looks up the rest by itself. */
export interface Ranked {
  readonly id: string;
  readonly name: string | undefined;
}

/** A list that jumps faster than this cannot be read, and costs more to draw than all its rows. */
const EVERY_MS = 250;

/**
 * The order of the chats. It follows at its own pace, but whoever comes or goes is seen at once: fifty messages a
 * second change rows, and only now and then the list.
 */
export function ranking(desk: Readable<Desk>): Readable<readonly Ranked[]> {
  const order = new Store<readonly Ranked[]>(rank(desk.getSnapshot().chats));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle() {
    clearTimeout(timer);
    timer = undefined;
    const next = rank(desk.getSnapshot().chats);
    if (!isSame(order.getSnapshot(), next)) order.set(next);
  }

  desk.subscribe(() => {
    const { chats } = desk.getSnapshot();
    const shown = order.getSnapshot();
    const isComplete = shown.length === Object.keys(chats).length && shown.every(({ id }) => id in chats);
    if (isComplete) timer ??= setTimeout(settle, EVERY_MS);
    else settle();
  });
  return order;
}

function rank(chats: Readonly<Record<string, Chat>>): readonly Ranked[] {
  return Object.values(chats)
    .sort(byRisk)
    .map(({ conversation }) => ({ id: conversation.conv, name: conversation.shopper.name }));
}

function isSame(a: readonly Ranked[], b: readonly Ranked[]): boolean {
  return (
    a.length === b.length && a.every((one, place) => one.id === b[place]?.id && one.name === b[place]?.name)
  );
}
