import type { Dictionary } from './dictionary';
import { en } from './en';

export const es = { ...en } satisfies Dictionary;
