import { element } from '../element.js';
import { draft, goods, remember } from '../order.js';
import { findShipping, SHIPPING } from '../shipping.js';
import { priceOf } from '../sums.js';
import { tellCheckout } from '../till.js';
import { showSummary } from './summary.js';

const form = document.querySelector('form');
const chosen = findShipping(draft().shipping);

form
  .querySelector('#ways')
  .append(
    ...SHIPPING.map((way) =>
      element(
        'label',
        { className: 'choice' },
        element('input', { type: 'radio', name: 'shipping', value: way.id, checked: way === chosen }),
        element(
          'span',
          {},
          element('strong', { textContent: way.name }),
          element('span', { className: 'quiet', textContent: way.when }),
        ),
        element('span', { className: 'price', textContent: priceOf(way.price(goods())) }),
      ),
    ),
  );
form.addEventListener('change', () => {
  remember({ shipping: form.elements.shipping.value });
  showSummary();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  window.location.assign('payment.html');
});

remember({ shipping: chosen.id });
showSummary();
tellCheckout({ step: 'shipping' });
