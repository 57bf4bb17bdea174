// Provisional, written from the protocol's page; replaced by the generated file.
import type { Author } from './Author';
import type { Body } from './Body';
import type { AgentRef } from './AgentRef';

type Base = { conv: string; seq: number; by: Author; at: number; epoch: number; cid?: string };
export type Event =
  | (Base & { kind: 'proposal' | 'proposal_result' | 'promise' | 'promise_done'; data: { text?: string } })
  | { conv: string; seq: number; kind: 'hidden' }
  | (Base & { kind: 'opened'; data: { queue: string; subject?: string; locale: string; previous?: string } })
  | (Base & { kind: 'queued'; data: { queue: string; reason?: string } })
  | (Base & { kind: 'parked'; data: { reason: 'away' | 'message' | 'closed' } })
  | (Base & { kind: 'offered'; data: { offer: string; agent: string; expires_at: number } })
  | (Base & { kind: 'assigned'; data: { to: AgentRef; how?: string } })
  | (Base & { kind: 'message'; data: { body: Body; masked?: boolean } | { redacted: true } })
  | (Base & { kind: 'note'; data: { body: Body } })
  | (Base & { kind: 'transfer_offered'; data: { transfer: string } })
  | (Base & { kind: 'transfer_ended'; data: { transfer: string; reason: string } })
  | (Base & { kind: 'consulting'; data: { transfer: string; agent: AgentRef } })
  | (Base & { kind: 'transferred'; data: { transfer?: string; how: string; from: AgentRef; to: AgentRef; sees: string[]; hash?: string } })
  | (Base & { kind: 'context'; data: { verified: boolean } })
  | (Base & { kind: 'left'; data: Record<string, never> })
  | (Base & { kind: 'closed'; data: { by: 'shopper' | 'agent' | 'system'; reason?: string; disposition?: string } })
  | (Base & { kind: 'wrapped'; data: { disposition?: string } })
  | (Base & { kind: 'rated'; data: { score: number; comment?: string; epoch: number } })
  | (Base & { kind: 'redacted'; data: { seq: number; reason: string } });
