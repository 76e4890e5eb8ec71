import type { Readable } from 'node:stream';

import type { Logger, ProgressListener } from '@dqs/core';

import type { ColumnMapping } from '../rows/mapping.js';
import type { RowMeaning } from '../rows/meaning.js';

/**
 * Which reader handles delimited files: the native scanner (if there is a binary for this machine), DuckDB, or the row
 * reader. `auto` uses the first one that pays off; files one cannot handle go to the next.
 */
export type ReaderChoice = 'auto' | 'native' | 'duckdb' | 'stream';

/** How an importer reads: the options of a reading but for its format, with every default filled in. */
export interface ImportSettings {
  readonly delimiter: string | undefined;
  readonly threads: number | undefined;
  readonly memoryLimitMb: number;
  /** The same for the native scanner. */
  readonly scanMemoryMb: number;
  readonly maxRejectRatio: number;
  readonly maxUnreadableRatio: number;
  /** How columns are called. */
  readonly mapping: ColumnMapping;
  /** What dates and results mean. */
  readonly meaning: RowMeaning;
  /** An IANA name; UTC if undefined. */
  readonly timezone: string | undefined;
  /** Whether the rows that checks looked at are counted too, as series of their own. */
  readonly countRows: boolean;
  /** The date of results that tell none, `YYYY-MM-DD`. */
  readonly runDate: string | undefined;
  /** Whether nothing but results of tools is read. */
  readonly onlyTools: boolean;
  readonly rejectsFile: string | undefined;
  readonly reader: ReaderChoice;
  readonly fingerprint: boolean;
  readonly stdin: Readable;
  readonly logger: Logger;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}
