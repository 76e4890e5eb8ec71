import { errorFamily } from '@dqs/native-support';

export { describe } from '@dqs/native-support';

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

/** Error handling with this package's class. */
export const { aborted, call, fromNative, invalidArgument } = errorFamily(XGBoostError, CODES);

/** An `invalid-model` error; `where` is the part of the model at fault. */
export function invalidModel(where: string, message: string, options?: ErrorOptions): XGBoostError {
  return new XGBoostError('invalid-model', `${where}: ${message}`, options);
}
