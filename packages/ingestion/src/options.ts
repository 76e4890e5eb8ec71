import type { Readable } from 'node:stream';

import { DqsError, parseDay, SILENT_LOGGER, unknownOptions, type Hooks } from '@dqs/core';

import type { DatabaseSource } from './databases/database-source.js';
import type { ImportSettings, ReaderChoice } from './importers/import-settings.js';
import { INPUT_FORMATS, type InputFormat } from './importers/list.js';
import { COLUMNS } from './rows/columns.js';
import { DATE_FORMATS, dayParser } from './rows/date-format.js';
import { mappingOf, mappingProblems, type ColumnTexts } from './rows/mapping.js';
import { meaningOf, type WritingOptions } from './rows/meaning.js';
import { outcomeProblems, type OutcomeTexts } from './rows/outcome.js';
import type { EventRecord } from './importers/tool/event-ledger.js';
import { isTimeZone } from './rows/time-zone.js';

/** Options of reading inputs. The result does not depend on `reader`, `threads` or `memoryLimitMb`. */
export interface ReadOptions {
  /** Format of every input. @default by the extension of each name; `csv` or `jsonl` by the first byte for streams */
  readonly format?: InputFormat;
  /**
   * The character that separates fields. @default a comma, a tab for TSV; where the header lacks columns by it, the one
   * of comma, semicolon, tab and bar by which it has them
   */
  readonly delimiter?: string;
  /** The name of a column in the inputs, by the column that it is. @default its own, case, blanks and dashes forgiven */
  readonly map?: ColumnTexts;
  /** The text of a column in every row, whatever the inputs say. */
  readonly set?: ColumnTexts;
  /** How dates are written: `iso`, `epoch-s`, `epoch-ms`, or a pattern such as `dd.MM.yyyy`. @default iso */
  readonly dateFormat?: string;
  /** IANA name of the zone whose days count, for timestamps with an offset and for epochs. @default the day as written */
  readonly timezone?: string;
  /** Further words that results may say. */
  readonly outcomes?: OutcomeTexts;
  /** A log in a database to read too; there need be no other input. */
  readonly database?: DatabaseSource;
  /** Threads that read, 1 or more. @default all cores */
  readonly threads?: number;
  /**
   * Memory that counting may use before it spills to the system's temporary folder, 64 or more.
   *
   * @default a quarter of what the process may have for the native scanner, at least 400; 400 for DuckDB
   */
  readonly memoryLimitMb?: number;
  /** Maximum share of rejected rows, 0 to 1; more is an error. @default 0.05 */
  readonly maxRejectRatio?: number;
  /** Maximum share of used rows that say neither pass nor fail, 0 to 1; more is an error. @default 0.05 */
  readonly maxUnreadableRatio?: number;
  /** The last day to read, in whole days since 1970-01-01; later rows are rejected. @default any day */
  readonly maxDay?: number;
  /**
   * Count the rows that checks of tools looked at too, where both the tested and the failed are told: as series of their
   * own, whose rule codes end in `:rows`. @default false
   */
  readonly countRows?: boolean;
  /** The date of tools' results that tell none, `YYYY-MM-DD`. @default the only date in the file's name */
  readonly runDate?: string;
  /** Read results of tools and nothing else; search folders for them, and list what cannot be used. @default false */
  readonly onlyTools?: boolean;
  /** Executions by tools that are counted already and are left out. */
  readonly knownEvents?: EventRecord;
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

/** A quarter of the memory that the process may have: where the counts of very many series fit, nothing need spill. */
function scanMemoryMb(): number {
  return Math.max(READ_DEFAULTS.memoryLimitMb, Math.floor(process.availableMemory() / 4 / 2 ** 20));
}

/** Options with defaults filled in. */
export interface ReadSettings extends ImportSettings {
  readonly format: InputFormat | undefined;
  readonly knownEvents: EventRecord | undefined;
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
    timezone: options.timezone,
    countRows: options.countRows ?? false,
    runDate: options.runDate,
    onlyTools: options.onlyTools ?? false,
    knownEvents: options.knownEvents,
    rejectsFile: options.rejectsFile,
    reader: options.reader ?? 'auto',
    fingerprint: options.fingerprint ?? true,
    stdin: options.stdin ?? process.stdin,
  };
  const { map, set, dateFormat, timezone, outcomes, maxDay = Number.POSITIVE_INFINITY } = options;
  const writing = { maxDay, dateFormat, timezone, outcomes };
  const problems = [
    ...unknownOptions(options, [...Object.keys(own), ...Object.keys(writing), 'map', 'set', 'database']),
    ...problemsOf(own, maxDay),
    ...problemsOfMapping({ map, set }, writing),
  ];
  if (problems.length > 0) throw new DqsError('invalid-argument', problems.join('; '), { details: { problems } });
  const { signal, logger = SILENT_LOGGER, onProgress = () => undefined } = hooks;
  const counting = { scanMemoryMb: options.memoryLimitMb ?? scanMemoryMb() };
  return { ...own, ...counting, mapping: mappingOf(map, set), meaning: meaningOf(writing), signal, logger, onProgress };
}

/** Settings without what follows from several options, and without hooks. */
type OwnSettings = Omit<ReadSettings, 'scanMemoryMb' | 'mapping' | 'meaning' | 'signal' | 'logger' | 'onProgress'>;

function problemsOf(settings: OwnSettings, maxDay: number): string[] {
  const { format, delimiter, threads, memoryLimitMb, maxRejectRatio, maxUnreadableRatio, reader, runDate } = settings;
  const isBadDelimiter = delimiter !== undefined && (delimiter.length !== 1 || /["\r\n\0 ]|[^\0-\x7f]/.test(delimiter));
  const checks: readonly (readonly [boolean, string, unknown])[] = [
    [format === undefined || INPUT_FORMATS.includes(format), `format one of ${INPUT_FORMATS.join(', ')}`, format],
    [!isBadDelimiter, 'delimiter a single ASCII character other than a quote, space or line end', delimiter],
    [threads === undefined || (Number.isInteger(threads) && threads >= 1), 'threads a whole number ≥ 1', threads],
    [Number.isInteger(memoryLimitMb) && memoryLimitMb >= 64, 'memoryLimitMb a whole number ≥ 64', memoryLimitMb],
    [maxRejectRatio >= 0 && maxRejectRatio <= 1, 'maxRejectRatio within 0 and 1', maxRejectRatio],
    [Number.isInteger(maxDay) || maxDay === Number.POSITIVE_INFINITY, 'maxDay a whole number', maxDay],
    [maxUnreadableRatio >= 0 && maxUnreadableRatio <= 1, 'maxUnreadableRatio within 0 and 1', maxUnreadableRatio],
    [runDate === undefined || isDate(runDate), 'runDate a date YYYY-MM-DD', runDate],
    [READERS.includes(reader), `reader one of ${READERS.join(', ')}`, reader],
  ];
  return failed(checks);
}

function problemsOfMapping({ map, set }: Pick<ReadOptions, 'map' | 'set'>, writing: WritingOptions): string[] {
  const { dateFormat, timezone, outcomes } = writing;
  const isZone = timezone === undefined || isTimeZone(timezone);
  const isFormat = dayParser(dateFormat, undefined) !== undefined;
  const both = Object.keys(map ?? {}).filter((column) => Object.hasOwn(set ?? {}, column));
  return [
    ...mappingProblems('map', map, COLUMNS, false),
    ...mappingProblems('set', set, COLUMNS, true),
    ...both.map((column) => `expected ${column} in map or in set, got it in both`),
    ...failed([
      [isFormat, `dateFormat one of ${DATE_FORMATS}`, dateFormat],
      [isZone, 'timezone the IANA name of a time zone, such as Europe/Berlin', timezone],
    ]),
    ...outcomeProblems(outcomes),
  ];
}

function failed(checks: readonly (readonly [boolean, string, unknown])[]): string[] {
  return checks.filter(([ok]) => !ok).map(([, wanted, got]) => `expected ${wanted}, got ${JSON.stringify(got)}`);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseDay(text) !== undefined;
}
