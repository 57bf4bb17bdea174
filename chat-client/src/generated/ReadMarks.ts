// Provisional, written from the protocol's page; replaced by the generated file.
export type ReadMarks = { shopper: number; agent: number };
