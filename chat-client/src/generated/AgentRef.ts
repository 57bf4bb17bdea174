// Provisional, written from the protocol's page; replaced by the generated file.
export type AgentRef = { agent: string; name: string };
