// Provisional, written from the protocol's page; replaced by the generated file.
export type Author = { shopper: string } | { agent: string; name: string } | { system: string };
