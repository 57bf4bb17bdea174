import './badge.js';
import { pushLine } from './analytics.js';
import * as basket from './basket.js';
import { findProduct } from './catalog.js';
import { element } from './element.js';
import { money } from './money.js';

const product = findProduct(new URLSearchParams(window.location.search).get('id'));
const page = document.querySelector('main');
if (product) show(product);
else page.replaceChildren(element('h1', { textContent: 'We do not sell this (any more)' }), back());

/** @param {import('./catalog.js').Product} product */
function show(product) {
  document.title = `${product.name} · Marea`;
  page.querySelector('h1').textContent = product.name;
  page.querySelector('#picture').src = product.image;
  page.querySelector('#price').textContent = money(product.price);
  page.querySelector('#story').textContent = product.story;
  page.querySelector('#facts').append(...product.facts.map((fact) => element('li', { textContent: fact })));
  pushLine('view_item', { product, quantity: 1 });

  const form = page.querySelector('form');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const quantity = form.elements.quantity.valueAsNumber;
    basket.add(product.id, quantity);
    pushLine('add_to_cart', { product, quantity });
    page
      .querySelector('[role=status]')
      .replaceChildren(
        `${quantity} × ${product.name} in your basket. `,
        element('a', { href: 'cart.html', textContent: 'Go to the basket' }),
      );
  });
}

function back() {
  return element('p', {}, element('a', { href: './', textContent: 'Back to the shop' }));
}
