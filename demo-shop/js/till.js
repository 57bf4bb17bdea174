import * as basket from './basket.js';
import { CURRENCY } from './catalog.js';

/**
 * What GA4 has no word for, told to the chat directly: coupons that were refused and why, fields in error, how the
 * payment goes. A shop that does not call these still shows its agents basket and step.
 */

export function tellBasket() {
  const coupons = basket
    .triedCoupons()
    .map(({ code, accepted, reason }) => ({ code, accepted, ...(reason ? { reason } : {}) }));
  window.Tillside('cart', {
    currency: CURRENCY,
    items: basket.lines().map(({ product, quantity }) => ({
      id: product.id,
      title: product.name,
      quantity,
      price: product.price,
    })),
    total: basket.subtotal() - basket.discount(),
    coupons,
  });
}

/** @param {{step: 'details' | 'shipping' | 'payment', payment?: 'submitted' | 'failed', errors?: string[]}} checkout */
export function tellCheckout(checkout) {
  window.Tillside('checkout', checkout);
}
