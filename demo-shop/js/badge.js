import * as basket from './basket.js';

/** The number on the basket in the header. */
const link = document.querySelector('[data-basket]');

function show() {
  const count = basket.count();
  link.textContent = `Basket (${count})`;
}

if (link) {
  show();
  document.addEventListener('basket', show);
}
