import { native } from './binding.js';
import { XGBoostError, call, describe, fromNative, invalidArgument } from './errors.js';
import type { Handle, Outcome } from './native.js';

/** Receives XGBoost's own log lines, e.g. a warning about a parameter that is not used. */
export type Logger = (line: string) => void;

/** Options every asynchronous call takes. */
export interface JobOptions {
  /** Stops the call at the next iteration or block of rows; it then rejects with code `aborted`. */
  readonly signal?: AbortSignal;
  /** XGBoost's log of this call. @default nothing is logged */
  readonly logger?: Logger;
}

/** Runs a native job: abort signal in, log lines out, errors translated. */
export async function runJob<T>(
  options: JobOptions,
  start: (abort: Handle | undefined) => Promise<Outcome<T>>,
): Promise<T> {
  const { signal, logger } = checkJobOptions(options);
  if (signal?.aborted === true) throw aborted(signal);
  const token = signal === undefined ? undefined : native().newAbortToken();
  const onAbort = (): void => native().abort(token as Handle);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const { value, log } = await call(() => start(token));
    if (logger !== undefined) log.forEach((line) => logger(line));
    return value;
  } catch (error) {
    const log = (error as { log?: readonly string[] } | null)?.log;
    if (logger !== undefined) log?.forEach((line) => logger(line));
    const translated = fromNative(error);
    throw translated instanceof XGBoostError && translated.code === 'aborted' ? aborted(signal) : translated;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** The error an aborted call rejects with. */
export function aborted(signal: AbortSignal | undefined): XGBoostError {
  return new XGBoostError('aborted', 'the call was aborted', { cause: signal?.reason });
}

/** Checks the options every asynchronous call takes. */
export function checkJobOptions({ signal, logger }: JobOptions): JobOptions {
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw invalidArgument('signal', `expected an AbortSignal, got ${describe(signal)}`);
  }
  if (logger !== undefined && typeof logger !== 'function') {
    throw invalidArgument('logger', `expected a function, got ${describe(logger)}`);
  }
  return { signal, logger };
}
