import { availableParallelism } from 'node:os';

import { NeedsOtherReader, NeedsRowReader } from '../rows/needs-row-reader.js';
import type { CountedFile } from '../duckdb/read-counts.js';
import type { HeaderLayout } from '../rows/columns.js';
import { SCAN_COLUMNS, type ScanBinding, type ScanCounts, type ScanLayout, type ScanRefusal } from './binding.js';
import { collectScan } from './collect-scan.js';

/** How a text is scanned. */
export interface TextScanOptions {
  readonly delimiter: string;
  /** Memory above which the text is left to DuckDB, which can use the disk. */
  readonly memoryLimitMb: number;
  /** The last day that is wanted. @default any */
  readonly maxDay?: number;
}

/** How a file is scanned. */
export interface ScanOptions extends TextScanOptions {
  /** All cores where undefined. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Bytes a thread takes at a time. @default 512 KiB */
  readonly chunkBytes?: number;
  /** Told the bytes of this file that were read. */
  readonly onBytes: (bytes: number) => void;
}

/** Fits into the second cache of most processors. */
const CHUNK_BYTES = 512 * 1024;
const PROGRESS_EVERY_MS = 100;
/** Tells the scanner that a field is not read. */
const NOT_READ = SCAN_COLUMNS.length;

/**
 * Counts a delimited file natively. An absent optional column reads as empty.
 *
 * @throws NeedsRowReader where the file holds anything that two readers could take differently; NeedsOtherReader where it
 * needs too much memory.
 */
export async function scanFile(
  binding: ScanBinding,
  path: string,
  layout: HeaderLayout,
  options: ScanOptions,
): Promise<CountedFile> {
  const scan = binding.scanFile(path, layoutOf(layout, options), {
    threads: options.threads ?? availableParallelism(),
    chunkBytes: options.chunkBytes ?? CHUNK_BYTES,
    memoryBytes: memoryBytesOf(options),
  });
  const stop = () => scan.stop();
  options.signal?.addEventListener('abort', stop);
  const timer = setInterval(() => options.onBytes(scan.bytesDone()), PROGRESS_EVERY_MS);
  try {
    return collect(await scan.counts, options);
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

/**
 * Counts a delimited text that comes in chunks natively; while one is counted, the next one may be made.
 *
 * @throws as {@link scanFile}, and what the chunks throw.
 */
export async function scanChunks(
  binding: ScanBinding,
  chunks: AsyncIterable<Buffer>,
  layout: HeaderLayout,
  options: TextScanOptions,
): Promise<CountedFile> {
  const scan = binding.openScan(layoutOf(layout, options), { memoryBytes: memoryBytesOf(options) });
  let last: Promise<ScanRefusal | undefined> = Promise.resolve(undefined);
  for await (const chunk of chunks) {
    refuseAs(await last);
    last = scan.add(chunk);
    // A fault of it is told where it is awaited, should the chunks not fail before.
    last.catch(() => undefined);
  }
  refuseAs(await last);
  return collect(await scan.finish(), options);
}

function collect(counts: ScanCounts | ScanRefusal, { maxDay }: TextScanOptions): CountedFile {
  if ('reason' in counts) throw refusal(counts);
  return collectScan(counts, maxDay ?? Number.POSITIVE_INFINITY);
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

function layoutOf(layout: HeaderLayout, { delimiter }: TextScanOptions): ScanLayout {
  return { delimiter, columns: columnsOf(layout) };
}

function columnsOf({ width, positions }: HeaderLayout): number[] {
  const columns = new Array<number>(width).fill(NOT_READ);
  SCAN_COLUMNS.forEach((name, column) => {
    const position = positions[name];
    if (position !== undefined) columns[position] = column;
  });
  return columns;
}
