import { expect, test } from 'vitest';
import { type Claims, heard } from './data-layer';

const MUG = { item_id: 'mug', item_name: 'Mug', price: 12.5, quantity: 2 };
const TEE = { item_id: 'tee', item_name: 'Tee', item_variant: 'M', price: '20.00' };

function after(...events: [string, unknown][]): Claims {
  return events.reduce<Claims>((claims, [event, ecommerce]) => heard(claims, event, ecommerce), {});
}

test('the way through a shop: browse, cart, details, shipping, payment, done', () => {
  const items = [MUG];
  const steps = [
    'view_item',
    'view_cart',
    'begin_checkout',
    'add_shipping_info',
    'add_payment_info',
    'purchase',
  ];
  expect(steps.map((event) => after([event, { currency: 'EUR', items }]).checkout?.step)).toEqual([
    'browse',
    'cart',
    'details',
    'shipping',
    'payment',
    'done',
  ]);
});

test('a cart that is only ever changed is known all the same', () => {
  const { cart } = after(
    ['add_to_cart', { currency: 'EUR', items: [MUG] }],
    ['add_to_cart', { currency: 'EUR', items: [TEE] }],
    ['add_to_cart', { currency: 'EUR', items: [{ ...MUG, quantity: 1 }] }],
    ['remove_from_cart', { currency: 'EUR', items: [{ ...MUG, quantity: 2 }] }],
  );
  expect(cart).toEqual({
    currency: 'EUR',
    items: [
      { id: 'mug', title: 'Mug', quantity: 1, price: 1250 },
      { id: 'tee/M', title: 'Tee, M', quantity: 1, price: 2000 },
    ],
    total: 3250,
  });
});

test('the value of a checkout counts, with shipping and coupon in it', () => {
  const { cart } = after([
    'begin_checkout',
    { currency: 'eur', value: '29,90', coupon: 'SUMMER', items: [MUG] },
  ]);
  expect(cart).toMatchObject({ currency: 'EUR', total: 2990, coupons: [{ code: 'SUMMER', accepted: true }] });
});

test('a step that does not repeat the cart keeps it', () => {
  const claims = after(
    ['view_cart', { currency: 'EUR', items: [MUG] }],
    ['add_payment_info', { currency: 'EUR' }],
  );
  expect(claims).toMatchObject({ cart: { total: 2500 }, checkout: { step: 'payment' } });
});

test('an event keeps what the shop has said of the same step itself', () => {
  const checkout = { step: 'payment', payment: 'submitted' } as const;
  expect(heard({ checkout }, 'add_payment_info', {}).checkout).toEqual(checkout);
});

test('a purchase names its order, and what comes after begins anew', () => {
  const bought = after(['purchase', { currency: 'EUR', transaction_id: 'T-7', value: 25, items: [MUG] }]);
  expect(bought.checkout).toEqual({ step: 'done', payment: 'paid', order: 'T-7' });
  expect(heard(bought, 'view_item', { items: [TEE] })).toEqual({
    cart: { currency: 'EUR', items: [], total: 0 },
    checkout: { step: 'browse' },
  });
});

test.each([
  ['scroll', {}],
  ['toString', {}],
  ['view_promotion', null],
])('%s changes nothing', (event, ecommerce) => {
  const claims = after(['view_cart', { currency: 'EUR', items: [MUG] }]);
  expect(heard(claims, event, ecommerce)).toBe(claims);
});

test('what a shop writes wrongly is left out, and breaks nothing', () => {
  const items = [null, 7, {}, { item_id: 9, price: 'free', quantity: 'many' }];
  expect(after(['view_cart', { items }]).cart).toEqual({
    currency: 'EUR',
    items: [{ id: '9', title: '9', quantity: 1, price: 0 }],
    total: 0,
  });
  expect(after(['view_cart', 'nonsense']).cart?.items).toEqual([]);
});

test('no more lines than the server takes', () => {
  const items = Array.from({ length: 140 }, (_, index) => ({ item_id: index, item_name: `No. ${index}` }));
  expect(after(['view_cart', { currency: 'EUR', items }]).cart?.items).toHaveLength(100);
});
