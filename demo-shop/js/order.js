import * as basket from './basket.js';
import { findShipping } from './shipping.js';

/** What the checkout has collected so far, for this tab only; and the order once it is placed. */
const DRAFT = 'marea.checkout';
const PLACED = 'marea.order';

/** @returns {{name?: string, email?: string, street?: string, postcode?: string, city?: string, shipping?: string}} */
export function draft() {
  return JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}');
}

/** @param {ReturnType<typeof draft>} fields */
export function remember(fields) {
  sessionStorage.setItem(DRAFT, JSON.stringify({ ...draft(), ...fields }));
}

export function shippingPrice() {
  const { shipping } = draft();
  return shipping ? findShipping(shipping).price(goods()) : undefined;
}

/** What the goods cost, coupon taken off. */
export function goods() {
  return basket.subtotal() - basket.discount();
}

export function total() {
  return goods() + (shippingPrice() ?? 0);
}

/** Turns basket and draft into an order: what is shown, and counted, on the last page. */
export function place() {
  const placed = {
    number: `M-${Date.now().toString(36).toUpperCase()}`,
    counted: false,
    goods: goods(),
    total: total(),
    shipping: shippingPrice() ?? 0,
    coupon: basket.acceptedCoupon()?.code,
    email: draft().email ?? '',
    lines: basket.lines(),
  };
  sessionStorage.setItem(PLACED, JSON.stringify(placed));
  sessionStorage.removeItem(DRAFT);
  basket.empty();
  return placed;
}

/** @returns {ReturnType<typeof place> | undefined} */
export function placed() {
  const stored = sessionStorage.getItem(PLACED);
  return stored === null ? undefined : JSON.parse(stored);
}

/** A reload of the last page must not sell everything twice. @param {ReturnType<typeof place>} order */
export function markCounted(order) {
  sessionStorage.setItem(PLACED, JSON.stringify({ ...order, counted: true }));
}
