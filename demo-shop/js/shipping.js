/** How the parcel travels. */
const FREE_FROM = 7500;

/** @typedef {{id: string, name: string, when: string, price: (goods: number) => number}} Shipping */

/** @type {Shipping[]} */
export const SHIPPING = [
  {
    id: 'standard',
    name: 'Standard',
    when: '3 to 4 working days',
    price: (goods) => (goods >= FREE_FROM ? 0 : 490),
  },
  { id: 'express', name: 'Express', when: 'Tomorrow before 13:00', price: () => 990 },
];

/** @param {string | undefined} id */
export function findShipping(id) {
  return SHIPPING.find((way) => way.id === id) ?? SHIPPING[0];
}
