// Provisional, written from the protocol's page; replaced by the generated file.
export type Payment = 'none' | 'submitted' | 'challenge' | 'redirected' | 'failed' | 'paid';
