// Provisional, written from the protocol's page; replaced by the generated file.
export type CartItem = { id: string; title: string; quantity: number; price: number; url?: string; image?: string };
