import * as basket from './basket.js';
import { element } from './element.js';
import { tellBasket } from './till.js';

/**
 * A field for a code, its answer beneath it.
 * @param {HTMLFormElement} form @param {() => void} changed
 */
export function couponForm(form, changed) {
  const field = form.elements.code;
  const answer = form.querySelector('[role=status]');

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() === '') return;
    const result = basket.applyCoupon(field.value);
    field.setAttribute('aria-invalid', String(!result.accepted));
    answer.className = result.accepted ? 'good' : 'bad';
    if (result.accepted) {
      field.value = '';
      showAccepted(result);
    } else {
      answer.textContent = `${result.code}: ${result.reason}`;
    }
    tellBasket();
    changed();
  });

  /** @param {{code: string, percent?: number}} coupon */
  function showAccepted({ code, percent }) {
    const remove = element('button', { type: 'button', className: 'text-button', textContent: 'Remove it' });
    remove.addEventListener('click', () => {
      basket.removeCoupon();
      answer.textContent = '';
      field.focus();
      tellBasket();
      changed();
    });
    answer.replaceChildren(`${code} takes ${percent} % off. `, remove);
  }

  const accepted = basket.acceptedCoupon();
  if (accepted) {
    answer.className = 'good';
    showAccepted(accepted);
  }
}
