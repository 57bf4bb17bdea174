import type { Cart } from '@tillside/chat-client/generated/Cart';
import type { CartItem } from '@tillside/chat-client/generated/CartItem';
import type { Checkout } from '@tillside/chat-client/generated/Checkout';
import { fractionDigits, minorUnits } from './money';

/** What a page has said of the shopper's cart and checkout. It is claimed, no more. */
export interface Claims {
  readonly cart?: Cart;
  readonly checkout?: Checkout;
}

/** The server takes no more lines, and no longer texts. */
const ITEMS_MAX = 100;
const TEXT_MAX = 300;

/** The GA4 e-commerce events that change something here; all others leave the claims as they are. */
const RULES: Record<string, (claims: Claims, said: Said) => Claims> = {
  view_item: (claims) => at(claims, 'browse'),
  add_to_cart: (claims, said) => at(withCart(claims, said, changed(claims.cart, said, 1)), 'browse'),
  remove_from_cart: (claims, said) => withCart(claims, said, changed(claims.cart, said, -1)),
  view_cart: (claims, said) => at(withCart(claims, said, said.items), 'cart'),
  begin_checkout: (claims, said) => at(whole(claims, said), 'details'),
  add_shipping_info: (claims, said) => at(whole(claims, said), 'shipping'),
  add_payment_info: (claims, said) => at(whole(claims, said), 'payment'),
  purchase: (claims, said) => ({
    ...whole(claims, said),
    checkout: { step: 'done', payment: 'paid', ...(said.order === undefined ? {} : { order: said.order }) },
  }),
};

/** The claims after an event of the shop's `dataLayer`. */
export function heard(claims: Claims, event: string, ecommerce: unknown): Claims {
  const rule = Object.hasOwn(RULES, event) ? RULES[event] : undefined;
  if (rule === undefined) return claims;
  return rule(startingOver(claims, event), said(ecommerce, claims.cart?.currency));
}

/** What an event says, in our words. */
interface Said {
  currency: string;
  items: CartItem[];
  total: number | undefined;
  coupon: string | undefined;
  order: string | undefined;
}

function said(ecommerce: unknown, knownCurrency = 'EUR'): Said {
  const fields = recordOf(ecommerce);
  const lines = Array.isArray(fields['items']) ? fields['items'].map(recordOf) : [];
  const currency = text(fields['currency']) ?? text(lines[0]?.['currency']) ?? knownCurrency;
  return {
    currency: currency.toUpperCase(),
    items: lines.slice(0, ITEMS_MAX).flatMap((line) => item(line, currency)),
    total: minorUnits(fields['value'], fractionDigits(currency)),
    coupon: text(fields['coupon']),
    order: text(fields['transaction_id']),
  };
}

function item(line: Record<string, unknown>, currency: string): CartItem[] {
  const title = text(line['item_name']) ?? text(line['item_id']);
  if (title === undefined) return [];
  const id = text(line['item_id']) ?? title;
  const variant = text(line['item_variant']);
  const quantity = Number(line['quantity'] ?? 1);
  return [
    {
      // Two variants of one article are two lines.
      id: variant === undefined ? id : `${id}/${variant}`.slice(0, TEXT_MAX),
      title: variant === undefined ? title : `${title}, ${variant}`.slice(0, TEXT_MAX),
      quantity: Number.isFinite(quantity) ? Math.max(0, Math.round(quantity)) : 1,
      price: minorUnits(line['price'], fractionDigits(currency)) ?? 0,
    },
  ];
}

function changed(cart: Cart | undefined, { items }: Said, sign: 1 | -1): CartItem[] {
  const lines = new Map((cart?.items ?? []).map((line) => [line.id, line]));
  for (const line of items) {
    const quantity = (lines.get(line.id)?.quantity ?? 0) + sign * line.quantity;
    if (quantity > 0) lines.set(line.id, { ...line, quantity });
    else lines.delete(line.id);
  }
  return [...lines.values()].slice(0, ITEMS_MAX);
}

/** An event of the checkout tells the whole cart, or nothing of it. */
function whole(claims: Claims, said: Said): Claims {
  return said.items.length === 0 ? claims : withCart(claims, said, said.items, said.total);
}

function withCart(claims: Claims, { currency, coupon }: Said, items: CartItem[], total?: number): Claims {
  const sum = items.reduce((rest, line) => rest + line.price * line.quantity, 0);
  const coupons = coupon === undefined ? claims.cart?.coupons : [{ code: coupon, accepted: true }];
  const cart: Cart = { currency, items, total: total ?? sum, ...(coupons === undefined ? {} : { coupons }) };
  return { ...claims, cart };
}

function at(claims: Claims, step: Checkout['step']): Claims {
  // What the shop has said of this step itself (errors, a payment under way) is more than an event knows.
  return claims.checkout?.step === step ? claims : { ...claims, checkout: { step } };
}

/** Whoever goes on after a purchase begins a new cart. */
function startingOver(claims: Claims, event: string): Claims {
  if (claims.checkout?.step !== 'done' || event === 'purchase' || claims.cart === undefined) return claims;
  return { cart: { currency: claims.cart.currency, items: [], total: 0 } };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && written.trim() !== '' ? written.trim().slice(0, TEXT_MAX) : undefined;
}
