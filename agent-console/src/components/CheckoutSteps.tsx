import type { Checkout, Step } from '../api/wire';
import type { PlainKey } from '../i18n/dictionary';
import { useI18n } from '../i18n/I18n';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { Tag, type Tone } from '../ui/Tag';
import styles from './CheckoutSteps.module.css';

const steps: readonly Step[] = ['browse', 'cart', 'details', 'shipping', 'payment', 'done'];

const stepNames = {
  browse: 'step.browse',
  cart: 'step.cart',
  details: 'step.details',
  shipping: 'step.shipping',
  payment: 'step.payment',
  done: 'step.done',
} satisfies Record<Step, PlainKey>;

type Payment = NonNullable<Checkout['payment']>;

const payments: Record<Payment, { words: PlainKey; tone: Tone } | undefined> = {
  none: undefined,
  submitted: { words: 'payment.submitted', tone: 'warning' },
  challenge: { words: 'payment.challenge', tone: 'warning' },
  redirected: { words: 'payment.redirected', tone: 'warning' },
  failed: { words: 'payment.failed', tone: 'danger' },
  paid: { words: 'payment.paid', tone: 'success' },
};

/** Where the shopper stands between the shelf and the receipt. */
export function CheckoutSteps({ checkout }: { checkout: Checkout }) {
  const { t } = useI18n();
  const at = steps.indexOf(checkout.step);
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={cx(styles.step, index < at && styles.behind, index === at && styles.here)}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.dot}>{index < at && <Icon name="check" size={12} />}</span>
          {t(stepNames[step])}
        </li>
      ))}
    </ol>
  );
}

/** The step as one word, for a row or an offer. */
export function StepTag({ checkout }: { checkout: Checkout }) {
  const { t } = useI18n();
  const isPaying = checkout.step === 'payment';
  return (
    <Tag tone={isPaying ? 'accent' : 'neutral'} icon="cart">
      {t(stepNames[checkout.step])}
    </Tag>
  );
}

export function PaymentTag({ payment }: { payment: Payment }) {
  const { t } = useI18n();
  const said = payments[payment];
  return said ? <Tag tone={said.tone}>{t(said.words)}</Tag> : null;
}
