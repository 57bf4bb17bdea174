// Provisional, written from the protocol's page; replaced by the generated file.
import type { State } from './State';
import type { AgentRef } from './AgentRef';
import type { ReadMarks } from './ReadMarks';
export type ShopperConversation = { conv: string; state: State; head: number; queue: string; owner: AgentRef | null; locale: string; subject?: string; opened_at: number; closed_at?: number; read: ReadMarks; rated: boolean };
