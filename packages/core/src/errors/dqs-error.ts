import type { ErrorCode } from './catalogue.js';

/** What a {@link DqsError} carries besides its message. */
export interface DqsErrorOptions {
  /** Facts a program can read: paths, record numbers, expected and actual values. Survives JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error that led here, kept as it was. */
  readonly cause?: unknown;
}

/** The same symbol in every copy of this package, however it was loaded. */
const BRAND = Symbol.for('@dqs/core/DqsError');

/**
 * The one error class of DQS. `code` is closed and stable; `message` says what was expected, where, what arrived and
 * what to do.
 *
 * @example
 * throw new DqsError('input-not-found', 'no file matches "results/*.csv"; check the path', { details: { path } });
 */
export class DqsError extends Error {
  static {
    // Not a declared member: the types of two copies stay alike.
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  /**
   * Whether a value is a DqsError of any copy of this package: the ES module and the CommonJS build, two versions side by
   * side, another realm. `instanceof` knows one copy only; use this.
   */
  static is(value: unknown): value is DqsError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override readonly name = 'DqsError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: DqsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}
