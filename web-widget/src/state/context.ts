import type { Cancel, Clock } from '@tillside/chat-client/clock';
import type { OpenContext } from '@tillside/chat-client/generated/OpenContext';
import type { Page } from '@tillside/chat-client/generated/Page';
import type { FromPage } from '../bridge';
import { type Claims, heard } from '../data-layer';
import { readCart, readCheckout } from '../shop-claims';

const CLAIMS = 'tillside.claims';

/** A page says several things at once; together they are one frame. */
const DEBOUNCE_MS = 300;

/**
 * What the shop's pages say of cart, checkout and place. It is kept for the tab, because a page that only adds an
 * article does not say what was in the cart before, and it is told to nobody before there is a conversation.
 */
export class ShopContext {
  readonly #clock: Clock;
  readonly #memory: Storage;
  readonly #tell: (context: OpenContext) => Promise<boolean>;
  #claims: Claims;
  #page: Page | undefined;
  #told: OpenContext = {};
  #cancel: Cancel | undefined;

  constructor(clock: Clock, memory: Storage, tell: (context: OpenContext) => Promise<boolean>) {
    this.#clock = clock;
    this.#memory = memory;
    this.#tell = tell;
    this.#claims = JSON.parse(memory.getItem(CLAIMS) ?? '{}');
  }

  /** For the frame that opens a conversation. */
  get present(): OpenContext {
    const { cart, checkout } = this.#claims;
    return {
      ...(cart === undefined ? {} : { cart }),
      ...(checkout === undefined ? {} : { checkout }),
      ...(this.#page === undefined ? {} : { page: this.#page }),
    };
  }

  hear(message: Extract<FromPage, { is: 'page' | 'ecommerce' | 'cart' | 'checkout' }>): void {
    switch (message.is) {
      case 'page':
        this.#page = {
          url: message.url,
          ...(message.title === '' ? {} : { title: message.title.slice(0, 300) }),
        };
        break;
      case 'ecommerce':
        this.#claims = heard(this.#claims, message.event, message.ecommerce);
        break;
      case 'cart': {
        const cart = readCart(message.cart);
        if (cart !== undefined) this.#claims = { ...this.#claims, cart };
        break;
      }
      case 'checkout': {
        const checkout = readCheckout(message.checkout);
        if (checkout !== undefined) this.#claims = { ...this.#claims, checkout };
        break;
      }
      default:
        message satisfies never;
    }
    this.#memory.setItem(CLAIMS, JSON.stringify(this.#claims));
    this.tellSoon();
  }

  /** What has not been told yet, in a moment; also when a conversation or a connection is there at last. */
  tellSoon(): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(DEBOUNCE_MS, () => void this.#tellNews());
  }

  async #tellNews(): Promise<void> {
    const { present } = this;
    const news = differences(this.#told, present);
    if (Object.keys(news).length > 0 && (await this.#tell(news))) this.#told = present;
  }
}

function differences(told: OpenContext, present: OpenContext): OpenContext {
  const parts = ['cart', 'checkout', 'page'] as const;
  const changed = parts.filter((part) => JSON.stringify(told[part]) !== JSON.stringify(present[part]));
  return Object.fromEntries(changed.map((part) => [part, present[part]]));
}
