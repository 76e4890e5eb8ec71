/**
 * What went wrong, for programs to branch on:
 *
 * | code | meaning |
 * |---|---|
 * | `aborted` | the AbortSignal fired |
 * | `busy` | the object is in use by a call that has not ended |
 * | `closed` | the object was closed |
 * | `invalid-argument` | an argument has the wrong type, shape, range or spelling |
 * | `invalid-model` | bytes are not an XGBoost model in JSON or UBJSON, or a damaged one |
 * | `library-incompatible` | the XGBoost library that was found is too old, or another one is in use |
 * | `library-missing` | there is no XGBoost library |
 * | `native-incompatible` | the native binary was found but cannot be loaded here |
 * | `native-missing` | there is no native binary for this machine |
 * | `xgboost` | XGBoost itself refused; the message is its own |
 */
export type XGBoostErrorCode =
  | 'aborted'
  | 'busy'
  | 'closed'
  | 'invalid-argument'
  | 'invalid-model'
  | 'library-incompatible'
  | 'library-missing'
  | 'native-incompatible'
  | 'native-missing'
  | 'xgboost';

const CODES: ReadonlySet<string> = new Set<XGBoostErrorCode>([
  'aborted',
  'busy',
  'closed',
  'invalid-argument',
  'invalid-model',
  'library-incompatible',
  'library-missing',
  'native-incompatible',
  'native-missing',
  'xgboost',
]);

/** The one error class of this package. `message` says what was expected, where, and what arrived. */
export class XGBoostError extends Error {
  override readonly name = 'XGBoostError';
  /** What went wrong, for programs to branch on. */
  readonly code: XGBoostErrorCode;

  constructor(code: XGBoostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An `invalid-argument` error; `where` is the option or parameter at fault. */
export function invalidArgument(where: string, message: string): XGBoostError {
  return new XGBoostError('invalid-argument', `${where}: ${message}`);
}

/** An `invalid-model` error; `where` is the part of the model at fault. */
export function invalidModel(where: string, message: string, options?: ErrorOptions): XGBoostError {
  return new XGBoostError('invalid-model', `${where}: ${message}`, options);
}

/** Turns an error of the native layer (a plain Error with a code) into ours; anything else is returned as it is. */
export function fromNative(error: unknown): unknown {
  if (error instanceof XGBoostError || !(error instanceof Error)) return error;
  const code: unknown = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !CODES.has(code)) {
    return new XGBoostError('invalid-argument', error.message, { cause: error });
  }
  return new XGBoostError(code as XGBoostErrorCode, error.message, { cause: error });
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
