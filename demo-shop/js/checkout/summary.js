import * as basket from '../basket.js';
import { element } from '../element.js';
import { money } from '../money.js';
import { sums } from '../sums.js';

/** What one is about to buy, beside every step. An empty basket has nothing to check out. */
export function showSummary() {
  if (basket.count() === 0) window.location.replace('../cart.html');
  showBill(basket.lines(), sums());
}

/** @param {import('../basket.js').Line[]} lines @param {HTMLElement[]} rows */
export function showBill(lines, rows) {
  const items = lines.map(({ product, quantity }) =>
    element(
      'li',
      {},
      element('img', { src: `../${product.image}`, alt: '', width: 48, height: 48 }),
      element('span', { textContent: `${quantity} × ${product.name}` }),
      element('span', { className: 'price', textContent: money(product.price * quantity) }),
    ),
  );
  document.querySelector('#summary-lines').replaceChildren(...items);
  document.querySelector('#summary-sums').replaceChildren(...rows);
}
