import type { ErrorCode } from './catalogue.js';

/** What a {@link DqsError} carries beside its message. */
export interface DqsErrorOptions {
  /** Facts a program can read: paths, record numbers, expected and actual values. Survives JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error that led here, kept as it was. */
  readonly cause?: unknown;
}

/**
 * The one error class of DQS. `code` is closed and stable; `message` says what was expected, where, what arrived and
 * what to do.
 *
 * @example
 * throw new DqsError('input-not-found', 'no file matches "results/*.csv"; check the path', { details: { path } });
 */
export class DqsError extends Error {
  override readonly name = 'DqsError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: DqsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** True for a {@link DqsError} of any copy of this package (two versions may be installed side by side). */
export function isDqsError(value: unknown): value is DqsError {
  return value instanceof Error && value.name === 'DqsError' && typeof (value as { code?: unknown }).code === 'string';
}
