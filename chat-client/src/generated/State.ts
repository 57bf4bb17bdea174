// Provisional, written from the protocol's page; replaced by the generated file.
export type State = 'waiting' | 'offered' | 'owned' | 'wrapup' | 'parked' | 'closed';
