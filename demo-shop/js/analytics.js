import * as basket from './basket.js';
import { CURRENCY } from './catalog.js';
import { majorUnits } from './money.js';

/**
 * GA4 e-commerce events for the shop's tag manager. Tillside needs nothing else to show an agent basket and step:
 * its loader reads the `ecommerce` part of what is pushed here.
 */
window.dataLayer = window.dataLayer || [];

/** @param {import('./basket.js').Line} line */
export function item({ product, quantity }) {
  return {
    item_id: product.id,
    item_name: product.name,
    price: majorUnits(product.price),
    quantity,
  };
}

/** @param {string} event @param {object} ecommerce */
export function push(event, ecommerce) {
  // GA4 merges what was there before; null clears it, as its documentation asks.
  window.dataLayer.push({ ecommerce: null });
  window.dataLayer.push({ event, ecommerce });
}

/** An event about one line only. @param {string} event @param {import('./basket.js').Line} line */
export function pushLine(event, line) {
  push(event, {
    currency: CURRENCY,
    value: majorUnits(line.product.price * line.quantity),
    items: [item(line)],
  });
}

/** An event about the whole basket. @param {string} event @param {object} [more] */
export function pushBasket(event, more = {}) {
  const coupon = basket.acceptedCoupon()?.code;
  push(event, {
    currency: CURRENCY,
    value: majorUnits(basket.subtotal() - basket.discount()),
    ...(coupon ? { coupon } : {}),
    items: basket.lines().map(item),
    ...more,
  });
}
