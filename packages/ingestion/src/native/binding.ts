import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Outcome, PanelCells } from '@dqs/core';

/** How the fields of a record are laid out for the scanner. */
export interface ScanLayout {
  /** One byte. */
  readonly delimiter: string;
  /** By field: the index of its column in {@link SCAN_COLUMNS}, or any greater number if it is not read. */
  readonly columns: readonly number[];
  /** Whether a date of the form `YYYY-MM-DD`, with a time behind it or without, is certainly usable. */
  readonly hasPlainDates: boolean;
  /** The last date that is; "" for any. */
  readonly latestDate: string;
}

/** Counts of a file as returned by the scanner; all numbers refer to {@link ScanCounts.texts}. */
export interface ScanCounts {
  /** Executions: records, each as often as its row count says. */
  readonly rows: number;
  /**
   * Distinct texts by column, in the order of {@link SCAN_COLUMNS} up to the record counts; the last list holds those that
   * are not plain.
   */
  readonly texts: readonly (readonly string[])[];
  /** Records that are no rows, for their number of fields, and for bytes that are not UTF-8. */
  readonly columnCountFaults: number;
  readonly utf8Faults: number;
  readonly keys: {
    readonly source: Int32Array;
    readonly tenant: Int32Array;
    readonly dataset: Int32Array;
    readonly name: Int32Array;
    readonly rule: Int32Array;
  };
  readonly labels: {
    /** Number of the key. */
    readonly key: Int32Array;
    readonly level: Int32Array;
    readonly attribute: Int32Array;
    readonly results: Int32Array;
    /** Number of the date plus 1 where it is not certainly usable, else 0. */
    readonly oddDate: Int32Array;
    readonly rows: Int32Array;
  };
  /** The sorted cells of the panel; may be called once, since the scanner then releases them. */
  cells(meanings: ScanMeanings): {
    readonly cells: PanelCells;
    /** Rows whose record count is not a number. */
    readonly unparsableCounts: number;
    /** Unusable rows by the number of their date; and those whose date is usable by the number of their key. */
    readonly rejectedByDate: Float64Array;
    readonly rejectedByKey: Float64Array;
  };
}

/** The meaning of the numbers in {@link ScanCounts}, by number. */
export interface ScanMeanings {
  /** Position of each key in the order of the panel, −1 for one whose rows are unusable. */
  readonly ranks: Int32Array;
  /** Day of each date, {@link NO_DAY} for one whose rows are unusable. */
  readonly days: Int32Array;
  /** Index of each results text's outcome in {@link SCAN_OUTCOMES}. */
  readonly outcomes: Uint8Array;
  /** Value of each count that is not plain: NaN if missing, −1 if not a number. */
  readonly values: Float64Array;
}

/** The day of a text that is none. */
export const NO_DAY = -(2 ** 31);

/** Outcomes in the order the scanner numbers them. */
export const SCAN_OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'error'];

/** The columns the scanner counts, in its order. */
export const SCAN_COLUMNS = [
  'source',
  'tenant_id',
  'dataset_uuid',
  'dataset_name',
  'rule_code',
  'business_date',
  'results',
  'level_of_execution',
  'attribute_name',
  'dataset_record_count',
  'filtered_record_count',
  'row_count',
] as const;

/** Why a file needs another reader. */
export interface ScanRefusal {
  /** "" if the scan was stopped. */
  readonly reason: string;
  /** Whether the file is only too large, rather than unusual in content. */
  readonly isLarge: boolean;
}

/** A running scan. */
export interface RunningScan {
  /** The counts, or why the file needs another reader. Rejects if the file cannot be read or memory runs out. */
  readonly counts: Promise<ScanCounts | ScanRefusal>;
  /** Stops it soon. */
  stop(): void;
  /** Bytes read so far. */
  bytesDone(): number;
}

/** A scan of a text that arrives in pieces; one call at a time, and none after a refusal. */
export interface OpenScan {
  /** Counts the next bytes, which it copies; resolves to the reason if the text needs another reader. */
  add(bytes: Uint8Array): Promise<ScanRefusal | undefined>;
  /** Ends the text: its counts, or why it needs another reader. */
  finish(): Promise<ScanCounts | ScanRefusal>;
}

/** Counts the records of a delimited text that arrives in chunks. */
export interface StructureScan {
  /** Scans the next bytes. */
  add(chunk: Uint8Array): void;
  /** Ends the text and returns its structure. */
  result(): StructureResult;
}

/** The structure of a delimited text. */
export interface StructureResult {
  /** Whether readers may disagree on the records of the text. */
  readonly isDoubtful: boolean;
  /** Counts the header but no empty lines; meaningless if there is a doubt. */
  readonly records: number;
}

/** What the binary exports. */
export interface ScanBinding {
  /** Starts counting a file, on its own threads. */
  scanFile(
    path: string,
    layout: ScanLayout,
    limits: { readonly threads: number; readonly chunkBytes: number; readonly memoryBytes: number },
  ): RunningScan;
  /** Starts counting a text that is passed in pieces. */
  openScan(layout: ScanLayout, limits: { readonly memoryBytes: number }): OpenScan;
  /** The native version of src/inputs/structure-scan.ts. */
  openStructureScan(delimiter: string, maxRecordBytes: number): StructureScan;
}

const here = dirname(fileURLToPath(import.meta.url));
const FILE = 'dqs_scan.node';
const PREBUILT = `@dqs/ingestion-${process.platform}-${process.arch}`;

let loaded: ScanBinding | null | undefined;

/**
 * The scanner, or null if there is no binary for this machine; then DuckDB reads, with the same result. Searched for
 * where DQS_SCAN_BINARY points (`none` for no scanner), in the package `@dqs/ingestion-<platform>-<arch>` (or `…-musl`, of
 * which npm installs the one that fits), and in `build/` of this package.
 */
export function scanBinding(): ScanBinding | null {
  loaded ??= load();
  return loaded;
}

/** Whether delimited files are read by the native scanner on this machine; if not, DuckDB reads them. */
export function hasNativeScanner(): boolean {
  return scanBinding() !== null;
}

function load(): ScanBinding | null {
  const path = candidates().find((candidate) => candidate !== undefined && existsSync(candidate));
  if (path === undefined) return null;
  const module: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch {
    // Built for another system: unusable.
    return null;
  }
  return module.exports as ScanBinding;
}

function candidates(): (string | undefined)[] {
  const asked = process.env['DQS_SCAN_BINARY'];
  if (asked) return [resolve(asked)];
  // From src/native/ in the sources, from dist/ in the published package.
  return [
    prebuilt(PREBUILT),
    prebuilt(`${PREBUILT}-musl`),
    resolve(here, '../../build', FILE),
    resolve(here, '../build', FILE),
  ];
}

function prebuilt(name: string): string | undefined {
  try {
    return createRequire(join(here, 'index.js')).resolve(`${name}/${FILE}`);
  } catch {
    return undefined;
  }
}
