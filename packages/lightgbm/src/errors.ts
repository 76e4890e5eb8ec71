/**
 * What went wrong, for programs to branch on:
 *
 * | code | meaning |
 * |---|---|
 * | `aborted` | the AbortSignal fired |
 * | `busy` | the object is in use by a call that has not ended |
 * | `closed` | the object was closed |
 * | `corrupt-file` | a binary dataset file is damaged or was not written by `saveBinary` |
 * | `invalid-argument` | an argument has the wrong type, shape, range or spelling |
 * | `invalid-model` | a text is not a LightGBM model, or a damaged one |
 * | `lightgbm` | LightGBM itself refused; the message is its own |
 * | `native-incompatible` | the native binary was found but cannot be loaded here |
 * | `native-missing` | there is no native binary for this machine |
 */
export type LightGBMErrorCode =
  | 'aborted'
  | 'busy'
  | 'closed'
  | 'corrupt-file'
  | 'invalid-argument'
  | 'invalid-model'
  | 'lightgbm'
  | 'native-incompatible'
  | 'native-missing';

const CODES: ReadonlySet<string> = new Set<LightGBMErrorCode>([
  'aborted',
  'busy',
  'closed',
  'corrupt-file',
  'invalid-argument',
  'invalid-model',
  'lightgbm',
  'native-incompatible',
  'native-missing',
]);

/** The one error class of this package. `message` says what was expected, where, and what arrived. */
export class LightGBMError extends Error {
  override readonly name = 'LightGBMError';
  /** What went wrong, for programs to branch on. */
  readonly code: LightGBMErrorCode;

  constructor(code: LightGBMErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An `invalid-argument` error; `where` is the option or parameter at fault. */
export function invalidArgument(where: string, message: string): LightGBMError {
  return new LightGBMError('invalid-argument', `${where}: ${message}`);
}

/** Turns an error of the native layer (a plain Error with a code) into ours; anything else is returned as it is. */
export function fromNative(error: unknown): unknown {
  if (error instanceof LightGBMError || !(error instanceof Error)) return error;
  const code: unknown = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !CODES.has(code)) {
    return new LightGBMError('invalid-argument', error.message, { cause: error });
  }
  return new LightGBMError(code as LightGBMErrorCode, error.message, { cause: error });
}

/** Calls a synchronous native function with errors translated. */
export function call<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromNative(error);
  }
}

/** How a value is named in messages. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'undefined') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object') return `a ${value.constructor?.name ?? 'null-prototype object'}`;
  return `a ${typeof value}`;
}
