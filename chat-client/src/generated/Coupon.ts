// Provisional, written from the protocol's page; replaced by the generated file.
export type Coupon = { code: string; accepted: boolean; reason?: string };
