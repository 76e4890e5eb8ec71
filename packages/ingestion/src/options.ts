import type { Readable } from 'node:stream';

import { DqsError, SILENT_LOGGER, unknownOptions, type Hooks } from '@dqs/core';

import type { ImportSettings, ReaderChoice } from './importers/import-settings.js';
import { INPUT_FORMATS, type InputFormat } from './importers/list.js';

/** Options of reading inputs. The result does not depend on `reader`, `threads` or `memoryLimitMb`. */
export interface ReadOptions {
  /** Format of every input. @default by the extension of each name; `csv` or `jsonl` by the first byte for streams */
  readonly format?: InputFormat;
  /** The character that separates fields. @default a comma, a tab for TSV */
  readonly delimiter?: string;
  /** Threads that read, 1 or more. @default all cores */
  readonly threads?: number;
  /** Memory that counting may use before it spills to the system's temporary folder, 64 or more. @default 400 */
  readonly memoryLimitMb?: number;
  /** Maximum share of rejected rows, 0 to 1; more is an error. @default 0.05 */
  readonly maxRejectRatio?: number;
  /** Maximum share of used rows that say neither pass nor fail, 0 to 1; more is an error. @default 0.05 */
  readonly maxUnreadableRatio?: number;
  /** The last day to read, in whole days since 1970-01-01; later rows are rejected. @default any day */
  readonly maxDay?: number;
  /** File that rejected rows are written to, as JSON lines. @default none; they are only counted */
  readonly rejectsFile?: string;
  /** @default 'auto' */
  readonly reader?: ReaderChoice;
  /**
   * Report the sha256 of every input; if off, the native scanner need not wait for that of a plain file.
   * @default true
   */
  readonly fingerprint?: boolean;
  /** What `-` reads. @default process.stdin */
  readonly stdin?: Readable;
}

/** Hooks of reading; progress is told in bytes of input. */
export type ReadHooks = Pick<Hooks, 'signal' | 'logger' | 'onProgress'>;

/** What some options of reading are where they are not given. */
export const READ_DEFAULTS = { memoryLimitMb: 400, maxRejectRatio: 0.05, maxUnreadableRatio: 0.05 } as const;

/** Options with defaults filled in. */
export interface ReadSettings extends ImportSettings {
  readonly format: InputFormat | undefined;
}

const READERS: readonly ReaderChoice[] = ['auto', 'native', 'duckdb', 'stream'];

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `invalid-argument` naming every option that is unknown, with the nearest name, or whose value is not
 * allowed.
 */
export function resolveOptions(options: ReadOptions, hooks: ReadHooks): ReadSettings {
  const own = {
    format: options.format,
    delimiter: options.delimiter,
    threads: options.threads,
    memoryLimitMb: options.memoryLimitMb ?? READ_DEFAULTS.memoryLimitMb,
    maxRejectRatio: options.maxRejectRatio ?? READ_DEFAULTS.maxRejectRatio,
    maxUnreadableRatio: options.maxUnreadableRatio ?? READ_DEFAULTS.maxUnreadableRatio,
    maxDay: options.maxDay ?? Number.POSITIVE_INFINITY,
    rejectsFile: options.rejectsFile,
    reader: options.reader ?? 'auto',
    fingerprint: options.fingerprint ?? true,
    stdin: options.stdin ?? process.stdin,
  };
  const { signal, logger = SILENT_LOGGER, onProgress = () => undefined } = hooks;
  const settings: ReadSettings = { ...own, signal, logger, onProgress };
  const problems = [...unknownOptions(options, Object.keys(own)), ...problemsOf(settings)];
  if (problems.length > 0) throw new DqsError('invalid-argument', problems.join('; '), { details: { problems } });
  return settings;
}

function problemsOf(settings: ReadSettings): string[] {
  const { format, delimiter, threads, memoryLimitMb, maxRejectRatio, maxUnreadableRatio, maxDay, reader } = settings;
  const isBadDelimiter = delimiter !== undefined && (delimiter.length !== 1 || /["\r\n\0 ]|[^\0-\x7f]/.test(delimiter));
  const checks: readonly (readonly [boolean, string, unknown])[] = [
    [format === undefined || INPUT_FORMATS.includes(format), `format one of ${INPUT_FORMATS.join(', ')}`, format],
    [!isBadDelimiter, 'delimiter a single ASCII character other than a quote, space or line end', delimiter],
    [threads === undefined || (Number.isInteger(threads) && threads >= 1), 'threads a whole number ≥ 1', threads],
    [Number.isInteger(memoryLimitMb) && memoryLimitMb >= 64, 'memoryLimitMb a whole number ≥ 64', memoryLimitMb],
    [maxRejectRatio >= 0 && maxRejectRatio <= 1, 'maxRejectRatio within 0 and 1', maxRejectRatio],
    [Number.isInteger(maxDay) || maxDay === Number.POSITIVE_INFINITY, 'maxDay a whole number', maxDay],
    [maxUnreadableRatio >= 0 && maxUnreadableRatio <= 1, 'maxUnreadableRatio within 0 and 1', maxUnreadableRatio],
    [READERS.includes(reader), `reader one of ${READERS.join(', ')}`, reader],
  ];
  return checks.filter(([ok]) => !ok).map(([, wanted, got]) => `expected ${wanted}, got ${JSON.stringify(got)}`);
}
