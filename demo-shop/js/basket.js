import { findProduct } from './catalog.js';
import { tryCoupon } from './coupons.js';

/** The basket of this browser: what is in it, and the coupons that were tried. */
const KEY = 'marea.basket';
const QUANTITY_MAX = 20;

/** @typedef {{product: import('./catalog.js').Product, quantity: number}} Line */
/** @typedef {{code: string, accepted: boolean, reason?: string, percent?: number}} TriedCoupon */

/** @returns {{lines: {id: string, quantity: number}[], coupons: TriedCoupon[]}} */
function load() {
  const stored = localStorage.getItem(KEY);
  return stored === null ? { lines: [], coupons: [] } : JSON.parse(stored);
}

/** @param {ReturnType<typeof load>} basket */
function save(basket) {
  localStorage.setItem(KEY, JSON.stringify(basket));
  document.dispatchEvent(new CustomEvent('basket'));
}

/** @returns {Line[]} */
export function lines() {
  return load().lines.flatMap(({ id, quantity }) => {
    const product = findProduct(id);
    return product ? [{ product, quantity }] : [];
  });
}

export function count() {
  return lines().reduce((sum, line) => sum + line.quantity, 0);
}

/** @param {string} id @param {number} quantity */
export function add(id, quantity) {
  const basket = load();
  const line = basket.lines.find((candidate) => candidate.id === id);
  if (line) line.quantity = Math.min(QUANTITY_MAX, line.quantity + quantity);
  else basket.lines.push({ id, quantity });
  save(basket);
}

/** @param {string} id @param {number} quantity 0 takes the line out */
export function setQuantity(id, quantity) {
  const basket = load();
  basket.lines = basket.lines
    .map((line) => (line.id === id ? { id, quantity: Math.min(QUANTITY_MAX, quantity) } : line))
    .filter((line) => line.quantity > 0);
  save(basket);
}

/** Remembers the try, refused ones too. @param {string} code */
export function applyCoupon(code) {
  const basket = load();
  const result = tryCoupon(code);
  basket.coupons = [...basket.coupons.filter((tried) => tried.code !== result.code), result];
  save(basket);
  return result;
}

export function removeCoupon() {
  const basket = load();
  basket.coupons = basket.coupons.filter((tried) => !tried.accepted);
  save(basket);
}

export function triedCoupons() {
  return load().coupons;
}

export function acceptedCoupon() {
  return load().coupons.find((tried) => tried.accepted);
}

export function subtotal() {
  return lines().reduce((sum, line) => sum + line.product.price * line.quantity, 0);
}

export function discount() {
  return Math.round((subtotal() * (acceptedCoupon()?.percent ?? 0)) / 100);
}

export function empty() {
  localStorage.removeItem(KEY);
  document.dispatchEvent(new CustomEvent('basket'));
}
