import { MS_PER_DAY } from './days.js';
import { DqsError } from './errors/dqs-error.js';

/** Writes one structured line; `fields` survive JSON. pino's signature, so that a pino logger is one. */
export type LogFunction = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Where packages log. Callers pass one; the default is silent. A pino logger fits. */
export interface Logger {
  readonly debug: LogFunction;
  readonly info: LogFunction;
  readonly warn: LogFunction;
  readonly error: LogFunction;
}

/** Discards every line. */
export const SILENT_LOGGER: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Progress of long work. */
export interface Progress {
  /** What is being done: `read`, `features`, `train`, `predict`, … */
  readonly stage: string;
  /** Units done so far. */
  readonly done: number;
  /** Total units, undefined if not known in advance. */
  readonly total?: number;
  /** The unit: `rows`, `rounds`, `files`, … */
  readonly unit: string;
  /** Findings so far, in a few words for people. */
  readonly note?: string;
}

/** Receives progress; must return quickly and not throw. */
export type ProgressListener = (progress: Progress) => void;

/** Source of time. Callers pass one, so that tests control it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The clock of the machine. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** The day that a clock shows, UTC: days since 1970-01-01. */
export function today(clock: Clock = SYSTEM_CLOCK): number {
  return Math.floor(clock.now() / MS_PER_DAY);
}

/**
 * What a caller passes to long work besides its options: always the last argument. A function takes those it uses, as
 * `Pick<Hooks, 'signal'>`, and may add its own.
 */
export interface Hooks {
  /** Stops the work; the promise then rejects with code `aborted`. */
  readonly signal?: AbortSignal;
  /** @default silent */
  readonly logger?: Logger;
  readonly onProgress?: ProgressListener;
  /** @default the clock of the machine */
  readonly clock?: Clock;
}

/**
 * Stops the work if the caller has requested it.
 *
 * @throws DqsError `aborted` when the signal has fired.
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DqsError('aborted', 'the work was interrupted', { cause: signal.reason });
}
