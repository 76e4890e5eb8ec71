import type { Readable } from 'node:stream';

import { DqsError, SILENT_LOGGER, type Logger, type ProgressListener } from '@dqs/core';

import { INPUT_FORMATS, type InputFormat } from './importers/list.js';

/**
 * Which reader takes delimited files: the native scanner (where there is a binary for this machine), DuckDB, or the row
 * reader. `auto` takes the first of them that pays; what one cannot take goes to the next.
 */
export type ReaderChoice = 'auto' | 'native' | 'duckdb' | 'stream';

/** How inputs are read. The result does not depend on `reader`, `threads` or `memoryLimitMb`. */
export interface ReadOptions {
  /** Format of every input. @default by the end of each name; `csv` or `jsonl` by the first byte for streams */
  readonly format?: InputFormat;
  /** One character that separates fields. @default a comma, a tab for TSV */
  readonly delimiter?: string;
  /** Threads that read, 1 or more. @default all cores */
  readonly threads?: number;
  /** Memory that counting may use before it spills to the system's temporary folder, 64 or more. @default 400 */
  readonly memoryLimitMb?: number;
  /** Share of rows that may be rejected, 0 to 1; more is an error. @default 0.05 */
  readonly maxRejectRatio?: number;
  /** Share of the used rows that may say neither pass nor fail, 0 to 1; more is an error. @default 0.05 */
  readonly maxUnreadableRatio?: number;
  /** The last day that is wanted, in whole days since 1970-01-01: later rows are rejected. @default any day */
  readonly maxDay?: number;
  /** File that rejected rows are written to, as JSON lines. @default they are only counted */
  readonly rejectsFile?: string;
  /** @default 'auto' */
  readonly reader?: ReaderChoice;
  /** Report the sha256 of every input; off, the native scanner need not wait for that of a plain file. @default true */
  readonly fingerprint?: boolean;
  /** What `-` reads. @default process.stdin */
  readonly stdin?: Readable;
  /** @default silent */
  readonly logger?: Logger;
  /** Told how many bytes of the inputs have been read. */
  readonly onProgress?: ProgressListener;
  /** Stops reading; the promise then rejects with code `aborted`. */
  readonly signal?: AbortSignal;
}

/** Options with every default filled in. */
export interface ReadSettings {
  readonly format: InputFormat | undefined;
  readonly delimiter: string | undefined;
  readonly threads: number | undefined;
  readonly memoryLimitMb: number;
  readonly maxRejectRatio: number;
  readonly maxUnreadableRatio: number;
  /** Infinity for any day. */
  readonly maxDay: number;
  readonly rejectsFile: string | undefined;
  readonly reader: ReaderChoice;
  readonly fingerprint: boolean;
  readonly stdin: Readable;
  readonly logger: Logger;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}

const READERS: readonly ReaderChoice[] = ['auto', 'native', 'duckdb', 'stream'];

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `invalid-argument` naming every option whose value is not allowed.
 */
export function resolveOptions(options: ReadOptions): ReadSettings {
  const settings: ReadSettings = {
    format: options.format,
    delimiter: options.delimiter,
    threads: options.threads,
    memoryLimitMb: options.memoryLimitMb ?? 400,
    maxRejectRatio: options.maxRejectRatio ?? 0.05,
    maxUnreadableRatio: options.maxUnreadableRatio ?? 0.05,
    maxDay: options.maxDay ?? Number.POSITIVE_INFINITY,
    rejectsFile: options.rejectsFile,
    reader: options.reader ?? 'auto',
    fingerprint: options.fingerprint ?? true,
    stdin: options.stdin ?? process.stdin,
    logger: options.logger ?? SILENT_LOGGER,
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal,
  };
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new DqsError('invalid-argument', problems.join('; '), { details: { problems } });
  return settings;
}

function problemsOf(settings: ReadSettings): string[] {
  const { format, delimiter, threads, memoryLimitMb, maxRejectRatio, maxUnreadableRatio, maxDay, reader } = settings;
  const isBadDelimiter = delimiter !== undefined && (delimiter.length !== 1 || /["\r\n\0 ]|[^\0-\x7f]/.test(delimiter));
  const checks: readonly (readonly [boolean, string, unknown])[] = [
    [format === undefined || INPUT_FORMATS.includes(format), `format one of ${INPUT_FORMATS.join(', ')}`, format],
    [!isBadDelimiter, 'delimiter a single ASCII character that is no quote, space or line end', delimiter],
    [threads === undefined || (Number.isInteger(threads) && threads >= 1), 'threads a whole number ≥ 1', threads],
    [Number.isInteger(memoryLimitMb) && memoryLimitMb >= 64, 'memoryLimitMb a whole number ≥ 64', memoryLimitMb],
    [maxRejectRatio >= 0 && maxRejectRatio <= 1, 'maxRejectRatio within 0 and 1', maxRejectRatio],
    [Number.isInteger(maxDay) || maxDay === Number.POSITIVE_INFINITY, 'maxDay a whole number', maxDay],
    [maxUnreadableRatio >= 0 && maxUnreadableRatio <= 1, 'maxUnreadableRatio within 0 and 1', maxUnreadableRatio],
    [READERS.includes(reader), `reader one of ${READERS.join(', ')}`, reader],
  ];
  return checks.filter(([ok]) => !ok).map(([, wanted, got]) => `expected ${wanted}, got ${JSON.stringify(got)}`);
}
