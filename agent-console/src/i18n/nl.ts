import type { Dictionary } from './dictionary';
import { en } from './en';

export const nl = { ...en } satisfies Dictionary;
