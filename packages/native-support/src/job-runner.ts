import { describe } from './describe.js';
import type { ErrorFamily } from './errors.js';

/** An opaque native object with a type tag. */
export type Handle = object & { readonly __handle?: never };

/** What every asynchronous native function resolves to (`StartJob` of native/support/workers.h). */
export interface JobOutcome<T> {
  readonly value: T;
  /** The library's log lines of the call. */
  readonly log: readonly string[];
}

/** Receives the library's own log lines. */
export type Logger = (line: string) => void;

/** Options every asynchronous call takes. */
export interface JobOptions {
  /** Stops the call at the next iteration or block of rows; it then rejects with code `aborted`. */
  readonly signal?: AbortSignal;
  /** The library's log of this call. @default nothing is logged */
  readonly logger?: Logger;
}

/** The native functions that stop a job. */
export interface AbortFunctions {
  newAbortToken(): Handle;
  abort(token: Handle): void;
}

/** Runs native jobs with the errors of one engine. */
export interface JobRunner {
  /** Runs a native job: abort signal in, log lines out, errors translated. */
  readonly runJob: <T>(options: JobOptions, start: (abort: Handle | undefined) => Promise<JobOutcome<T>>) => Promise<T>;
  /** Checks the options every asynchronous call takes. */
  readonly checkJobOptions: (options: JobOptions) => JobOptions;
}

/**
 * @param native the engine's native module, loaded when the first job that can be aborted starts.
 * @param errors the engine's errors.
 */
export function jobRunner<E extends Error & { readonly code: string }>(
  native: () => AbortFunctions,
  errors: ErrorFamily<E>,
): JobRunner {
  const checkJobOptions = ({ signal, logger }: JobOptions): JobOptions => {
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
      throw errors.invalidArgument('signal', `expected an AbortSignal, got ${describe(signal)}`);
    }
    if (logger !== undefined && typeof logger !== 'function') {
      throw errors.invalidArgument('logger', `expected a function, got ${describe(logger)}`);
    }
    return { signal, logger };
  };
  return {
    checkJobOptions,
    async runJob(options, start) {
      const { signal, logger } = checkJobOptions(options);
      if (signal?.aborted === true) throw errors.aborted(signal);
      const token = signal === undefined ? undefined : native().newAbortToken();
      const onAbort = (): void => native().abort(token as Handle);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const { value, log } = await errors.call(() => start(token));
        if (logger !== undefined) log.forEach((line) => logger(line));
        return value;
      } catch (error) {
        const { log } = (error ?? {}) as { log?: readonly string[] };
        if (logger !== undefined) log?.forEach((line) => logger(line));
        const translated = errors.fromNative(error);
        throw (translated as Partial<E> | null)?.code === 'aborted' ? errors.aborted(signal) : translated;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
