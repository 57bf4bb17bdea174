/**
 * What may pass between the shop's page (`loader.ts`) and the frame (`main.tsx`), and nothing else. Both are checked:
 * a page may run any script, and a frame may be embedded by anybody whom the shop's owner allows.
 *
 * To add a message: its type, and the row that says which fields it must have.
 */

/** From the page. What a shop says of itself comes as it is and is read by `data-layer.ts`. */
export type FromPage =
  | { is: 'shown'; open: boolean; fullScreen: boolean }
  | { is: 'page'; url: string; title: string }
  | { is: 'locale'; tag: string }
  | { is: 'ecommerce'; event: string; ecommerce: unknown }
  | { is: 'cart'; cart: unknown }
  | { is: 'checkout'; checkout: unknown }
  | { is: 'shutdown' };

export type FromFrame =
  | { is: 'ready' }
  | { is: 'close' }
  | { is: 'unread'; count: number }
  /** Whether there is something to come back to on the next page. */
  | { is: 'live'; live: boolean }
  | { is: 'happened'; what: ChatEvent };

/** What a shop can listen to; never what was said. */
type ChatEvent = 'started' | 'message' | 'ended' | 'rated';

type Kind = 'string' | 'boolean' | 'number' | 'any';
type Shapes<Message extends { is: string }> = {
  [Is in Message['is']]: {
    [Field in Exclude<keyof Extract<Message, { is: Is }>, 'is'>]: Kind;
  };
};

const FROM_PAGE: Shapes<FromPage> = {
  shown: { open: 'boolean', fullScreen: 'boolean' },
  page: { url: 'string', title: 'string' },
  locale: { tag: 'string' },
  ecommerce: { event: 'string', ecommerce: 'any' },
  cart: { cart: 'any' },
  checkout: { checkout: 'any' },
  shutdown: {},
};

const FROM_FRAME: Shapes<FromFrame> = {
  ready: {},
  close: {},
  unread: { count: 'number' },
  live: { live: 'boolean' },
  happened: { what: 'string' },
};

/** The first word of each side over `window`; what follows goes over the port that the answer carries. */
export const KNOCK = 'tillside:knock';
export const WELCOME = 'tillside:welcome';

export function isFromPage(value: unknown): value is FromPage {
  return fits(FROM_PAGE, value);
}

export function isFromFrame(value: unknown): value is FromFrame {
  return fits(FROM_FRAME, value);
}

function fits(shapes: Record<string, Record<string, Kind>>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { is, ...fields } = value as Record<string, unknown>;
  const shape = typeof is === 'string' && Object.keys(shapes).includes(is) ? shapes[is] : undefined;
  if (shape === undefined || Object.keys(fields).length !== Object.keys(shape).length) return false;
  return Object.entries(shape).every(
    ([field, kind]) => field in fields && (kind === 'any' || typeof fields[field] === kind),
  );
}
