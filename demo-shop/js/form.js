/**
 * A form whose fields say what is wrong with them, each beside itself; focus goes to the first.
 * @param {HTMLFormElement} form
 * @param {{valid: () => void, invalid?: (names: string[]) => void, complaint?: (field: HTMLInputElement) => string}} on
 */
export function onSubmit(form, { valid, invalid, complaint = () => '' }) {
  form.noValidate = true;
  const fields = [...form.querySelectorAll('input[type=text], input[type=email]')];

  /** @param {HTMLInputElement} field */
  function judge(field) {
    const wrong = field.validity.valueMissing ? 'Please fill this in.' : complaint(field);
    const message = wrong || (field.validity.valid ? '' : 'This does not look right.');
    const place = form.querySelector(`#${field.id}-error`);
    place.textContent = message;
    field.setAttribute('aria-invalid', String(message !== ''));
    return message === '';
  }

  for (const field of fields) {
    field.addEventListener('input', () => {
      if (field.getAttribute('aria-invalid') === 'true') judge(field);
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => !judge(field));
    wrong[0]?.focus();
    if (wrong.length === 0) valid();
    else invalid?.(wrong.map((field) => field.name));
  });
}
