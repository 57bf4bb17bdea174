import type { ConnectionState } from '@tillside/chat-client/connection';
import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import type { Item } from '@tillside/chat-client/outbox';
import { createContext, use, useMemo, useSyncExternalStore } from 'react';
import type { AgentMe } from '../api/wire';
import { type Chat, chatIn, type Desk } from './desk';
import type { Ranked } from './ranking';
import type { Session } from './session';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs somebody signed in above it');
  return session;
}

/** `select` must return what is in the desk, not something it makes: the component renders when that is replaced. */
export function useDesk<T>(select: (desk: Desk) => T): T {
  const { desk } = useSession();
  return useSyncExternalStore(desk.subscribe, () => select(desk.getSnapshot()));
}

export function useMe(): AgentMe | null {
  return useDesk((desk) => desk.me);
}

export function useChat(conv: string): Chat | undefined {
  return useDesk((desk) => chatIn(desk, conv));
}

/** The chats of the desk, whom to answer next on top. */
export function useRanking(): readonly Ranked[] {
  const { ranking } = useSession();
  return useSyncExternalStore(ranking.subscribe, ranking.getSnapshot);
}

export function useConnection(): ConnectionState {
  const { connection } = useSession();
  return useSyncExternalStore(connection.subscribe, connection.getSnapshot);
}

/** The node's time in whole seconds. */
export function useNow(): number {
  const { clock } = useSession();
  return useSyncExternalStore(clock.subscribe, clock.getSnapshot);
}

const nowhere = { subscribe: () => () => undefined, getSnapshot: () => undefined };

/** The log of a conversation and what is passing in it; undefined while it is not held. */
export function useThread(conv: string): ConversationSnapshot | undefined {
  const { client } = useSession();
  useSyncExternalStore(client.conversations.subscribe, client.conversations.getSnapshot);
  const { subscribe, getSnapshot } = client.conversation(conv) ?? nowhere;
  return useSyncExternalStore<ConversationSnapshot | undefined>(subscribe, getSnapshot);
}

/** What has been written in one conversation and is not in its log yet. */
export function useUnsent(conv: string): readonly Item<never>[] {
  const { outbox } = useSession().client;
  const items = useSyncExternalStore(outbox.items.subscribe, outbox.items.getSnapshot);
  return useMemo(() => items.filter(({ lane }) => lane === conv), [items, conv]);
}
