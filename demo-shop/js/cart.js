import './badge.js';
import { pushBasket, pushLine } from './analytics.js';
import * as basket from './basket.js';
import { couponForm } from './coupon-form.js';
import { element } from './element.js';
import { money } from './money.js';
import { sums } from './sums.js';
import { tellBasket } from './till.js';

const page = document.querySelector('main');
const list = page.querySelector('#lines');

function show() {
  const lines = basket.lines();
  page.querySelector('#filled').hidden = lines.length === 0;
  page.querySelector('#empty').hidden = lines.length > 0;
  list.replaceChildren(...lines.map(row));
  page.querySelector('#sums').replaceChildren(...sums());
}

/** @param {import('./basket.js').Line} line */
function row({ product, quantity }) {
  const field = element('input', {
    type: 'number',
    min: '1',
    max: '20',
    value: String(quantity),
    ariaLabel: `Quantity of ${product.name}`,
  });
  field.addEventListener('change', () => {
    if (field.checkValidity()) changeTo(field.valueAsNumber);
    else field.value = String(quantity);
  });
  const remove = element('button', {
    type: 'button',
    className: 'text-button',
    textContent: 'Remove',
    ariaLabel: `Remove ${product.name}`,
    onclick: () => changeTo(0),
  });

  /** @param {number} wanted */
  function changeTo(wanted) {
    basket.setQuantity(product.id, wanted);
    if (wanted > quantity) pushLine('add_to_cart', { product, quantity: wanted - quantity });
    else pushLine('remove_from_cart', { product, quantity: quantity - wanted });
    show();
    if (wanted === 0) page.querySelector('h1').focus();
    else list.querySelector(`[data-product="${product.id}"] input`).focus();
  }

  const made = element(
    'li',
    { className: 'line' },
    element('img', { src: product.image, alt: '', width: 72, height: 72 }),
    element(
      'div',
      { className: 'line-text' },
      element('a', { href: `product.html?id=${product.id}`, textContent: product.name }),
      element('span', { className: 'quiet', textContent: `${money(product.price)} each` }),
      remove,
    ),
    field,
    element('span', { className: 'price', textContent: money(product.price * quantity) }),
  );
  made.dataset.product = product.id;
  return made;
}

show();
couponForm(page.querySelector('#coupon'), show);
if (basket.count() > 0) {
  pushBasket('view_cart');
  tellBasket();
}
