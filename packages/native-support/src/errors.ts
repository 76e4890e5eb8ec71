/** The codes common to all engines. */
export type CommonErrorCode =
  | 'aborted'
  | 'busy'
  | 'closed'
  | 'invalid-argument'
  | 'native-incompatible'
  | 'native-missing';

/** Creates the error for an argument; `where` is the option or parameter at fault. */
export type Reject<E extends Error = Error> = (where: string, message: string) => E;

/** An engine's error class: its first argument is a code, for programs to branch on. */
export type NativeErrorClass<Code extends string, E extends Error> = new (
  code: Code,
  message: string,
  options?: ErrorOptions,
) => E;

/** Error handling of an engine, in its own class. */
export interface ErrorFamily<E extends Error> {
  /** An `invalid-argument` error; `where` is the option or parameter at fault. */
  readonly invalidArgument: Reject<E>;
  /** The error an aborted call rejects with; its cause is the signal's reason. */
  readonly aborted: (signal: AbortSignal | undefined) => E;
  /** Turns an error of the native layer (a plain Error with a code) into ours; anything else is returned unchanged. */
  readonly fromNative: (error: unknown) => unknown;
  /** Calls a synchronous native function with errors translated. */
  readonly call: <T>(work: () => T) => T;
}

/**
 * The same handling of errors for every engine, in the engine's own class.
 *
 * @param codes all codes of the class. An error of the native layer with another code or none is an `invalid-argument`:
 * node-addon-api reports bad arguments that way.
 */
export function errorFamily<Code extends string, E extends Error>(
  ErrorClass: NativeErrorClass<Code | CommonErrorCode, E>,
  codes: ReadonlySet<string>,
): ErrorFamily<E> {
  const fromNative = (error: unknown): unknown => {
    if (error instanceof ErrorClass || !(error instanceof Error)) return error;
    const { code } = error as { code?: unknown };
    const known = typeof code === 'string' && codes.has(code) ? (code as Code) : 'invalid-argument';
    return new ErrorClass(known, error.message, { cause: error });
  };
  return {
    invalidArgument: (where, message) => new ErrorClass('invalid-argument', `${where}: ${message}`),
    aborted: (signal) => new ErrorClass('aborted', 'the call was aborted', { cause: signal?.reason }),
    fromNative,
    call: (work) => {
      try {
        return work();
      } catch (error) {
        throw fromNative(error);
      }
    },
  };
}
