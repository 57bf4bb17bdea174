// Provisional, written from the protocol's page; replaced by the generated file.
export type Step = 'browse' | 'cart' | 'details' | 'shipping' | 'payment' | 'done';
