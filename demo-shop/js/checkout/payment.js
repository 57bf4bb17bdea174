import { pushBasket } from '../analytics.js';
import { couponForm } from '../coupon-form.js';
import { onSubmit } from '../form.js';
import { money } from '../money.js';
import { draft, place, total } from '../order.js';
import { findShipping } from '../shipping.js';
import { tellBasket, tellCheckout } from '../till.js';
import { showSummary } from './summary.js';

/** A bank takes a moment. Long enough to see what the agent sees: a payment on its way. */
const BANK_MS = 2500;
/** The demo's one card that the bank refuses; every other sixteen digits will do. */
const REFUSED = '4000000000000002';

const form = document.querySelector('#payment');
const pay = form.querySelector('button');
const status = form.querySelector('[role=status]');

function show() {
  showSummary();
  pay.textContent = `Pay ${money(total())}`;
}

show();
couponForm(document.querySelector('#coupon'), show);
pushBasket('add_shipping_info', { shipping_tier: findShipping(draft().shipping).name });
tellBasket();
tellCheckout({ step: 'payment' });

onSubmit(form, {
  complaint: (field) => {
    if (field.name !== 'card_number') return '';
    return digits(field).length === 16 ? '' : 'A card number has 16 digits.';
  },
  invalid: (errors) => tellCheckout({ step: 'payment', errors }),
  valid: () => {
    pushBasket('add_payment_info', { payment_type: 'card' });
    tellCheckout({ step: 'payment', payment: 'submitted' });
    pay.disabled = true;
    status.className = '';
    status.textContent = 'Asking the bank…';
    setTimeout(settle, BANK_MS);
  },
});

function settle() {
  if (digits(form.elements.card_number) === REFUSED) {
    tellCheckout({ step: 'payment', payment: 'failed' });
    pay.disabled = false;
    status.className = 'bad';
    status.textContent = 'The bank refused this card. Nothing was charged.';
    return;
  }
  place();
  window.location.assign('done.html');
}

/** @param {HTMLInputElement} field */
function digits(field) {
  return field.value.replace(/\D/g, '');
}
