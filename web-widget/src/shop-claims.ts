import type { Cart } from '@tillside/chat-client/generated/Cart';
import type { Checkout } from '@tillside/chat-client/generated/Checkout';

// What a shop says with `Tillside('cart', …)` and `Tillside('checkout', …)`. It is read field by field, because the
// server refuses a frame with one that it does not know.

const STEPS = [
  'browse',
  'cart',
  'details',
  'shipping',
  'payment',
  'done',
] as const satisfies Checkout['step'][];
const PAYMENTS = [
  'none',
  'submitted',
  'challenge',
  'redirected',
  'failed',
  'paid',
] as const satisfies NonNullable<Checkout['payment']>[];

export function readCart(value: unknown): Cart | undefined {
  const { version, currency, items, total, coupons } = recordOf(value);
  if (typeof currency !== 'string' || !Array.isArray(items) || !isInteger(total)) return undefined;
  const lines = items.map(readItem);
  if (lines.some((line) => line === undefined)) return undefined;
  return {
    currency,
    items: lines.filter((line) => line !== undefined),
    total,
    ...(isInteger(version) ? { version } : {}),
    ...(Array.isArray(coupons) ? { coupons: coupons.flatMap(readCoupon) } : {}),
  };
}

export function readCheckout(value: unknown): Checkout | undefined {
  const { step, payment, errors, order } = recordOf(value);
  const knownStep = STEPS.find((one) => one === step);
  if (knownStep === undefined) return undefined;
  const knownPayment = PAYMENTS.find((one) => one === payment);
  return {
    step: knownStep,
    ...(knownPayment === undefined ? {} : { payment: knownPayment }),
    ...(Array.isArray(errors) ? { errors: errors.filter((name) => typeof name === 'string') } : {}),
    ...(typeof order === 'string' ? { order } : {}),
  };
}

function readItem(value: unknown): Cart['items'][number] | undefined {
  const { id, title, quantity, price, url, image } = recordOf(value);
  if (typeof id !== 'string' || typeof title !== 'string' || !isInteger(quantity) || !isInteger(price)) {
    return undefined;
  }
  return {
    id,
    title,
    quantity,
    price,
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof image === 'string' ? { image } : {}),
  };
}

function readCoupon(value: unknown): NonNullable<Cart['coupons']> {
  const { code, accepted, reason } = recordOf(value);
  if (typeof code !== 'string' || typeof accepted !== 'boolean') return [];
  return [{ code, accepted, ...(typeof reason === 'string' ? { reason } : {}) }];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
