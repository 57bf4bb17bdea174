// Provisional, written from the protocol's page; replaced by the generated file.
import type { Body } from './Body';
import type { Cart } from './Cart';
import type { Checkout } from './Checkout';
import type { Page } from './Page';

export type ShopperFrame =
  | {
      t: 'open';
      id: string;
      cid: string;
      queue?: string;
      subject?: string;
      locale?: string;
      name?: string;
      email?: string;
      context?: { cart?: Cart; checkout?: Checkout; page?: Page };
    }
  | { t: 'send'; id: string; conv: string; cid: string; body: Body }
  | { t: 'context'; id: string; cart?: Cart; checkout?: Checkout; page?: Page }
  | { t: 'profile'; id: string; name?: string; email?: string }
  | { t: 'read'; conv: string; seq: number }
  | { t: 'typing'; conv: string; on: boolean }
  | { t: 'fetch'; id: string; conv: string; after?: number; before?: number; limit: number }
  | { t: 'leave'; id: string; conv: string }
  | { t: 'rate'; id: string; conv: string; epoch?: number; score: number; comment?: string }
  | { t: 'refresh'; id: string; token: string };
