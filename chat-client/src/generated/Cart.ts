// Provisional, written from the protocol's page; replaced by the generated file.
import type { CartItem } from './CartItem';
import type { Coupon } from './Coupon';
export type Cart = { version?: number; currency: string; items: Array<CartItem>; total: number; coupons?: Array<Coupon> };
