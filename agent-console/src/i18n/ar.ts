import type { Dictionary } from './dictionary';
import { en } from './en';

export const ar = { ...en } satisfies Dictionary;
