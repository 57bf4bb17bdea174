/** What a shop's page may call: `Tillside('open')`, and so on, at any time, also before the loader is there. */
export interface Tillside {
  (command: 'boot', options: BootOptions): void;
  (command: 'open' | 'close' | 'toggle' | 'shutdown'): void;
  (command: 'cart', cart: ShopCart): void;
  (command: 'checkout', checkout: ShopCheckout): void;
  (command: 'order', order: string): void;
  (command: 'page', page: ShopPage): void;
  (command: 'locale', tag: string): void;
  /** Gives back how to stop listening. */
  <Name extends keyof TillsideEvents>(
    command: 'on',
    event: Name,
    listener: (detail: TillsideEvents[Name]) => void,
  ): () => void;
  /** Calls from before the loader was there. */
  q?: ArrayLike<unknown>[];
}

export interface BootOptions {
  /** The site's key, as the server knows it. */
  key: string;
  locale?: string;
  /** Which end of the line the launcher stands at; `end` is right in most languages. */
  position?: 'start' | 'end';
  /** `none` when the shop has a button of its own. */
  launcher?: 'bubble' | 'none';
  zIndex?: number;
}

/** A whole cart, money in minor units; each call replaces the one before. */
export interface ShopCart {
  version?: number;
  currency: string;
  items: { id: string; title: string; quantity: number; price: number; url?: string; image?: string }[];
  total: number;
  coupons?: { code: string; accepted: boolean; reason?: string }[];
}

export interface ShopCheckout {
  step: 'browse' | 'cart' | 'details' | 'shipping' | 'payment' | 'done';
  payment?: 'none' | 'submitted' | 'challenge' | 'redirected' | 'failed' | 'paid';
  /** Names of the fields in error, never their values. */
  errors?: string[];
  order?: string;
}

export interface ShopPage {
  url: string;
  title?: string;
}

export interface TillsideEvents {
  /** The chat can be used. */
  ready: undefined;
  open: undefined;
  close: undefined;
  unread: number;
  started: undefined;
  /** Somebody wrote; what they wrote stays in the frame. */
  message: undefined;
  ended: undefined;
  rated: undefined;
}

declare global {
  interface Window {
    Tillside?: Tillside;
    dataLayer?: unknown[];
  }
}
