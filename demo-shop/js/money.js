import { CURRENCY } from './catalog.js';

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: CURRENCY });

/** @param {number} minor an amount in cents */
export function money(minor) {
  return format.format(minor / 100);
}

/** GA4 wants major units: 18 for 18.00 EUR. @param {number} minor */
export function majorUnits(minor) {
  return minor / 100;
}
