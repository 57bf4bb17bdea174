// Provisional, written from the protocol's page; replaced by the generated file.
export type ShopperMe = { id: string; name?: string; email?: string; verified: boolean };
