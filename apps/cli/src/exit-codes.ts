import type { ErrorCode } from '@dqs/core';

/** What the program tells its caller when it ends. 3 is for gates that say no. */
export const EXIT = { ok: 0, failed: 1, wrongUse: 2, gateSaidNo: 3, interrupted: 130 } as const;

/** Error codes that mean the program was asked wrongly, not that its work failed. */
const WRONG_USE: ReadonlySet<ErrorCode> = new Set([
  'config-invalid',
  'invalid-argument',
  'model-backend-unknown',
  'model-backend-unsupported',
]);

/** The exit code for an error. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'aborted') return EXIT.interrupted;
  if (code === 'gates-failed') return EXIT.gateSaidNo;
  return WRONG_USE.has(code) ? EXIT.wrongUse : EXIT.failed;
}
