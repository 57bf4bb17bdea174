// Provisional, written from the protocol's page; replaced by the generated file.
export type Page = { url: string; title?: string };
