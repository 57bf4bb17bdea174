import './badge.js';
import { item, push } from './analytics.js';
import { PRODUCTS } from './catalog.js';
import { element } from './element.js';
import { money } from './money.js';

const cards = PRODUCTS.map((product) =>
  element(
    'li',
    { className: 'card' },
    element('img', { src: product.image, alt: '', width: 400, height: 400 }),
    element('h3', {}, element('a', { href: `product.html?id=${product.id}`, textContent: product.name })),
    element('p', { className: 'quiet', textContent: product.line }),
    element('p', { className: 'price', textContent: money(product.price) }),
  ),
);
document.querySelector('#products').append(...cards);

push('view_item_list', {
  item_list_id: 'home',
  item_list_name: 'From the coast',
  items: PRODUCTS.map((product) => item({ product, quantity: 1 })),
});
