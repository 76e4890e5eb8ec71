import { availableParallelism } from 'node:os';

import { NeedsOtherReader, NeedsRowReader } from '../rows/needs-row-reader.js';
import type { CountedFile } from '../duckdb/read-counts.js';
import type { HeaderLayout } from '../rows/columns.js';
import { SCAN_COLUMNS, type ScanBinding } from './binding.js';
import { collectScan } from './collect-scan.js';

/** How a file is scanned. */
export interface ScanOptions {
  readonly delimiter: string;
  /** All cores where undefined. */
  readonly threads?: number;
  /** Memory above which the file is left to DuckDB, which can use the disk. */
  readonly memoryLimitMb: number;
  readonly signal?: AbortSignal;
  /** The last day that is wanted. @default any */
  readonly maxDay?: number;
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
  const scan = binding.scanFile(
    path,
    { delimiter: options.delimiter, columns: columnsOf(layout) },
    {
      threads: options.threads ?? availableParallelism(),
      chunkBytes: options.chunkBytes ?? CHUNK_BYTES,
      memoryBytes: Math.round(options.memoryLimitMb * 1024 * 1024),
    },
  );
  const stop = () => scan.stop();
  options.signal?.addEventListener('abort', stop);
  const timer = setInterval(() => options.onBytes(scan.bytesDone()), PROGRESS_EVERY_MS);
  try {
    const counts = await scan.counts;
    if ('reason' in counts) throw new (counts.isLarge ? NeedsOtherReader : NeedsRowReader)(counts.reason);
    return collectScan(counts, options.maxDay ?? Number.POSITIVE_INFINITY);
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

function columnsOf({ width, positions }: HeaderLayout): number[] {
  const columns = new Array<number>(width).fill(NOT_READ);
  SCAN_COLUMNS.forEach((name, column) => {
    const position = positions[name];
    if (position !== undefined) columns[position] = column;
  });
  return columns;
}
