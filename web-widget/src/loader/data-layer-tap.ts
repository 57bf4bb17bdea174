export interface ShopEvent {
  event: string;
  ecommerce: unknown;
}

/** The e-commerce fields of a `gtag('event', …)` call, which stand among others there. */
const FIELDS = ['currency', 'value', 'items', 'coupon', 'transaction_id'];

/**
 * Hears what the shop pushes to its `dataLayer`, past and future, and passes on the `ecommerce` part of it and nothing
 * else. Gives back how to stop.
 */
export function tapDataLayer(page: Window, hear: (event: ShopEvent) => void): () => void {
  const layer = page.dataLayer;
  if (!Array.isArray(layer)) return () => undefined;
  const pass = (entry: unknown): void => {
    const event = read(entry);
    if (event !== undefined) hear(event);
  };
  layer.forEach(pass);
  const push = layer.push;
  const isOwn = Object.keys(layer).includes('push');
  const tapped = function (this: unknown[], ...entries: unknown[]): number {
    const length = push.apply(this, entries);
    entries.forEach(pass);
    return length;
  };
  layer.push = tapped;
  return () => {
    // Only if nobody has tapped it since: theirs would be cut off with ours.
    if (layer.push !== tapped) return;
    if (isOwn) layer.push = push;
    else Reflect.deleteProperty(layer, 'push');
  };
}

function read(entry: unknown): ShopEvent | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { 0: first, 1: name, 2: params } = entry as Record<number, unknown>;
  const pushed =
    first === 'event' ? { event: name, ecommerce: picked(params) } : (entry as Partial<ShopEvent>);
  if (typeof pushed.event !== 'string' || !pushed.ecommerce) return undefined;
  return { event: pushed.event, ecommerce: plain(pushed.ecommerce) };
}

function picked(params: unknown): Record<string, unknown> | undefined {
  if (typeof params !== 'object' || params === null || !('items' in params)) return undefined;
  return Object.fromEntries(Object.entries(params).filter(([field]) => FIELDS.includes(field)));
}

/** What cannot be written down (a function, a circle) cannot cross into the frame either. */
function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}
