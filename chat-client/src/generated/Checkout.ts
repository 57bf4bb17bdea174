// Provisional, written from the protocol's page; replaced by the generated file.
import type { Step } from './Step';
import type { Payment } from './Payment';
export type Checkout = { step: Step; payment?: Payment; errors?: Array<string>; order?: string };
