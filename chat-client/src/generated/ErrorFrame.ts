// Provisional, written from the protocol's page; replaced by the generated file.
import type { ErrorCode } from './ErrorCode';

export type ErrorFrame = {
  re: string | null;
  code: ErrorCode;
  message: string;
  retry: boolean;
  after_ms?: number;
};
