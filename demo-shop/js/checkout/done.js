import { item, push } from '../analytics.js';
import { CURRENCY } from '../catalog.js';
import { majorUnits, money } from '../money.js';
import { markCounted, placed } from '../order.js';
import { priceOf, row } from '../sums.js';
import { showBill } from './summary.js';

const order = placed();
if (order) show(order);
else window.location.replace('../');

/** @param {NonNullable<ReturnType<typeof placed>>} order */
function show(order) {
  document.querySelector('#number').textContent = order.number;
  document.querySelector('#email').textContent = order.email;
  showBill(order.lines, [row('Shipping', priceOf(order.shipping)), row('Paid', money(order.total), 'total')]);

  if (order.counted) return;
  markCounted(order);
  push('purchase', {
    transaction_id: order.number,
    currency: CURRENCY,
    // GA4's value is that of the goods.
    value: majorUnits(order.goods),
    shipping: majorUnits(order.shipping),
    ...(order.coupon ? { coupon: order.coupon } : {}),
    items: order.lines.map(item),
  });
}
