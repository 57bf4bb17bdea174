import * as basket from './basket.js';
import { element } from './element.js';
import { money } from './money.js';
import { shippingPrice, total } from './order.js';

/** The rows of a bill, as a `dl` wants them. */
export function sums() {
  const coupon = basket.acceptedCoupon();
  const shipping = shippingPrice();
  return [
    row('Goods', money(basket.subtotal())),
    ...(coupon ? [row(`Coupon ${coupon.code}`, `−${money(basket.discount())}`)] : []),
    row('Shipping', shipping === undefined ? 'at the checkout' : priceOf(shipping)),
    row('Total', money(total()), 'total'),
  ];
}

/** @param {number} shipping */
export function priceOf(shipping) {
  return shipping === 0 ? 'free' : money(shipping);
}

/** @param {string} name @param {string} value @param {string} [className] */
export function row(name, value, className = '') {
  return element(
    'div',
    { className },
    element('dt', { textContent: name }),
    element('dd', { textContent: value }),
  );
}
