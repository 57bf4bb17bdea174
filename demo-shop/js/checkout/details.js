import { pushBasket } from '../analytics.js';
import { onSubmit } from '../form.js';
import { draft, remember } from '../order.js';
import { tellBasket, tellCheckout } from '../till.js';
import { showSummary } from './summary.js';

const FIELDS = ['name', 'email', 'street', 'postcode', 'city'];
const form = document.querySelector('form');

showSummary();
for (const [name, value] of Object.entries(draft())) {
  if (FIELDS.includes(name)) form.elements[name].value = value;
}
pushBasket('begin_checkout');
tellBasket();

onSubmit(form, {
  valid: () => {
    remember(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()])));
    window.location.assign('shipping.html');
  },
  invalid: (errors) => tellCheckout({ step: 'details', errors }),
});
