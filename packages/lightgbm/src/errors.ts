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

/** Error handling with this package's class. */
export const { aborted, call, fromNative, invalidArgument } = errorFamily(LightGBMError, CODES);
