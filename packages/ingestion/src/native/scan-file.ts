import { availableParallelism } from 'node:os';

import { formatDay } from '@dqs/core';

import { NeedsOtherReader, NeedsRowReader } from '../rows/needs-row-reader.js';
import type { ColumnName } from '../rows/columns.js';
import type { HeaderLayout } from '../rows/locate-columns.js';
import { meaningOf, type RowMeaning } from '../rows/meaning.js';
import { SCAN_COLUMNS, type ScanBinding, type ScanCounts, type ScanLayout, type ScanRefusal } from './binding.js';
import { collectScan, type ScannedFile } from './collect-scan.js';

/** Options of scanning a text. */
export interface TextScanOptions {
  readonly delimiter: string;
  /** Memory limit above which the text is left to DuckDB, which can use the disk. */
  readonly memoryLimitMb: number;
  /** What texts mean. @default what they mean without options */
  readonly meaning?: RowMeaning;
}

/** Options of scanning a file. */
export interface ScanOptions extends TextScanOptions {
  /** All cores if undefined. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Bytes a thread takes at a time. @default 512 KiB */
  readonly chunkBytes?: number;
  /** Called with the number of bytes read from this file. */
  readonly onBytes: (bytes: number) => void;
}

/** Fits into the L2 cache of most processors. */
const CHUNK_BYTES = 512 * 1024;
const PROGRESS_EVERY_MS = 100;
/** Columns whose plain numbers the scanner counts itself. */
const COUNTS: readonly ColumnName[] = ['dataset_record_count', 'filtered_record_count', 'row_count'];
/** Tells the scanner that a field is not read. */
const NOT_READ = SCAN_COLUMNS.length;

/**
 * Counts a delimited file natively. An absent optional column reads as empty.
 *
 * @throws NeedsRowReader if the file contains anything that two readers could read differently; NeedsOtherReader if it
 * needs too much memory.
 */
export async function scanFile(
  binding: ScanBinding,
  path: string,
  layout: HeaderLayout,
  options: ScanOptions,
): Promise<ScannedFile> {
  const scan = binding.scanFile(path, layoutOf(layout, options), {
    threads: options.threads ?? availableParallelism(),
    chunkBytes: options.chunkBytes ?? CHUNK_BYTES,
    memoryBytes: memoryBytesOf(options),
  });
  const stop = () => scan.stop();
  options.signal?.addEventListener('abort', stop);
  const timer = setInterval(() => options.onBytes(scan.bytesDone()), PROGRESS_EVERY_MS);
  try {
    return collect(await scan.counts, layout, options);
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

/**
 * Natively counts a delimited text that arrives in chunks; while one is counted, the next may be produced.
 *
 * @throws as {@link scanFile}, and what the chunks throw.
 */
export async function scanChunks(
  binding: ScanBinding,
  chunks: AsyncIterable<Buffer>,
  layout: HeaderLayout,
  options: TextScanOptions,
): Promise<ScannedFile> {
  const scan = binding.openScan(layoutOf(layout, options), { memoryBytes: memoryBytesOf(options) });
  let last: Promise<ScanRefusal | undefined> = Promise.resolve(undefined);
  for await (const chunk of chunks) {
    refuseAs(await last);
    last = scan.add(chunk);
    // Its failure surfaces where it is awaited, unless the chunks fail first.
    last.catch(() => undefined);
  }
  refuseAs(await last);
  return collect(await scan.finish(), layout, options);
}

function collect(counts: ScanCounts | ScanRefusal, layout: HeaderLayout, { meaning }: TextScanOptions): ScannedFile {
  if ('reason' in counts) throw refusal(counts);
  return collectScan(counts, layout, meaning ?? meaningOf());
}

function refuseAs(refused: ScanRefusal | undefined): void {
  if (refused !== undefined) throw refusal(refused);
}

function refusal({ reason, isLarge }: ScanRefusal): Error {
  return new (isLarge ? NeedsOtherReader : NeedsRowReader)(reason);
}

function memoryBytesOf({ memoryLimitMb }: TextScanOptions): number {
  return Math.round(memoryLimitMb * 1024 * 1024);
}

function layoutOf(layout: HeaderLayout, { delimiter, meaning = meaningOf() }: TextScanOptions): ScanLayout {
  const { dates, maxDay } = meaning;
  const latestDate = Number.isFinite(maxDay) ? formatDay(maxDay) : '';
  return { delimiter, columns: columnsOf(layout), hasPlainDates: dates !== 'unknown', latestDate };
}

/** @throws NeedsOtherReader for what the scanner cannot do: it reads each field as one column, and no count for all rows. */
function columnsOf({ width, positions, constants }: HeaderLayout): number[] {
  if (COUNTS.some((name) => constants.has(name))) throw new NeedsOtherReader('a count is the same in every row');
  const columns = new Array<number>(width).fill(NOT_READ);
  SCAN_COLUMNS.forEach((name, column) => {
    const position = positions[name];
    if (position === undefined) return;
    if (columns[position] !== NOT_READ) throw new NeedsOtherReader('a column is read as two');
    columns[position] = column;
  });
  return columns;
}
