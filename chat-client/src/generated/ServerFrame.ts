// Provisional, written from the protocol's page; replaced by the generated file.
import type { Author } from './Author';
import type { Cart } from './Cart';
import type { Checkout } from './Checkout';
import type { ErrorFrame } from './ErrorFrame';
import type { Event } from './Event';
import type { Page } from './Page';
import type { ShopperConversation } from './ShopperConversation';
import type { ShopperMe } from './ShopperMe';

export type ServerFrame =
  | {
      t: 'welcome';
      conn: string;
      node: string;
      log: string;
      now: number;
      ping_ms: number;
      dead_ms: number;
      me: ShopperMe;
      conversations: ShopperConversation[];
    }
  | { t: 'ok'; re: string; conv?: string; seq?: number; events?: Event[]; head?: number; complete?: boolean }
  | ({ t: 'err' } & ErrorFrame)
  | ({ t: 'event' } & Event)
  | { t: 'synced'; conv: string; at: number; head: number; more: boolean }
  | { t: 'reset'; conv: string; head: number | null }
  | { t: 'ping'; n: number; heads: Record<string, number> }
  | { t: 'bye'; code: number; after_ms: number }
  | { t: 'offer'; offer: string }
  | { t: 'offer_ended'; offer: string; reason: string }
  | { t: 'state'; rev: number }
  | { t: 'board'; rev: number }
  | { t: 'ephemeral'; conv: string; kind: 'typing'; data: { by: Author; on: boolean } }
  | { t: 'ephemeral'; conv: string; kind: 'read'; data: { by: Author; seq: number } }
  | { t: 'ephemeral'; conv: string; kind: 'presence'; data: { shopper: 'here' | 'away' | 'bank' } }
  | {
      t: 'ephemeral';
      conv: string;
      kind: 'queue';
      data: { position: number; wait_ms?: number; availability: 'online' | 'busy' | 'away' | 'closed' };
    }
  | {
      t: 'ephemeral';
      conv: string;
      kind: 'context';
      data: { cart?: Cart; checkout?: Checkout; page?: Page; verified: boolean };
    };
