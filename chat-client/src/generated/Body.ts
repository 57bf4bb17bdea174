// Provisional, written from the protocol's page; replaced by the generated file.
export type Body = { kind: 'text'; text: string };
