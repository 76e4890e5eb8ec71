import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Outcome, PanelCells } from '@dqs/core';

/** How the fields of a record are laid out for the scanner. */
export interface ScanLayout {
  /** One byte. */
  readonly delimiter: string;
  /** By field: the place of its column in {@link SCAN_COLUMNS}, any greater number where it is not read. */
  readonly columns: readonly number[];
}

/** Counts of a file as the scanner gives them; all numbers refer to {@link ScanCounts.texts}. */
export interface ScanCounts {
  readonly rows: number;
  /** Distinct texts by column, in the order of {@link SCAN_COLUMNS}; the last list is of counts that are not plain. */
  readonly texts: readonly (readonly string[])[];
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
    readonly rows: Int32Array;
  };
  /** The cells of the panel, sorted; to be called once, since the scanner then lets go of them. */
  cells(meanings: ScanMeanings): {
    readonly cells: PanelCells;
    /** Record counts, in rows, that are no number. */
    readonly unparsableCounts: number;
  };
}

/** What the numbers of {@link ScanCounts} mean, each by its number. */
export interface ScanMeanings {
  /** Position of each key in the order of the panel. */
  readonly ranks: Int32Array;
  /** Day of each date. */
  readonly days: Int32Array;
  /** Place of each results text's outcome in {@link SCAN_OUTCOMES}. */
  readonly outcomes: Uint8Array;
  /** Value of each count that is not plain: NaN where there is none, −1 where it is no number. */
  readonly values: Float64Array;
}

/** Outcomes in the order in which the scanner numbers them. */
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
] as const;

/** Why a file is for another reader. */
export interface ScanRefusal {
  /** "" where the scan was stopped. */
  readonly reason: string;
  /** Whether the file is merely too large, and not unusual in what it holds. */
  readonly isLarge: boolean;
}

/** A scan under way. */
export interface RunningScan {
  /** The counts, or why the file is for another reader. Rejects where the file cannot be read or memory is short. */
  readonly counts: Promise<ScanCounts | ScanRefusal>;
  /** Ends it soon. */
  stop(): void;
  /** Bytes that have been read. */
  bytesDone(): number;
}

/** A scan of a text that comes in pieces; one call at a time, and none behind a refusal. */
export interface OpenScan {
  /** Counts the next bytes, which it copies; resolves to why the text is for another reader, where it is. */
  add(bytes: Uint8Array): Promise<ScanRefusal | undefined>;
  /** The counts of the text, which ends here, or why it is for another reader. */
  finish(): Promise<ScanCounts | ScanRefusal>;
}

/** A count of the records of a delimited text that comes in chunks. */
export interface StructureScan {
  /** Looks at the next bytes. */
  add(chunk: Uint8Array): void;
  /** What there is to say of the text, which ends here. */
  result(): StructureResult;
}

/** What the structure of a delimited text is. */
export interface StructureResult {
  /** Whether readers may differ on the records of the text. */
  readonly isDoubtful: boolean;
  /** The header is one, an empty line is none; means nothing where there is a doubt. */
  readonly records: number;
}

/** What the binary exports. */
export interface ScanBinding {
  /** Starts to count a file, on threads of its own. */
  scanFile(
    path: string,
    layout: ScanLayout,
    limits: { readonly threads: number; readonly chunkBytes: number; readonly memoryBytes: number },
  ): RunningScan;
  /** Starts to count a text that it will be handed. */
  openScan(layout: ScanLayout, limits: { readonly memoryBytes: number }): OpenScan;
  /** The scan of src/inputs/structure-scan.ts, natively. */
  openStructureScan(delimiter: string, maxRecordBytes: number): StructureScan;
}

const here = dirname(fileURLToPath(import.meta.url));
const FILE = 'dqs_scan.node';
const PREBUILT = `@dqs/ingestion-${process.platform}-${process.arch}`;

let loaded: ScanBinding | null | undefined;

/**
 * The scanner, or null where there is no binary for this machine: then DuckDB reads, with the same result. Looked for
 * where DQS_SCAN_BINARY points (`none` for no scanner), in the package `@dqs/ingestion-<platform>-<arch>`, and in
 * `build/` of this package.
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
    // Built for another system: as good as none.
    return null;
  }
  return module.exports as ScanBinding;
}

function candidates(): (string | undefined)[] {
  const asked = process.env['DQS_SCAN_BINARY'];
  if (asked) return [resolve(asked)];
  // From src/native/ in the sources, from dist/ in the published package.
  return [prebuilt(), resolve(here, '../../build', FILE), resolve(here, '../build', FILE)];
}

function prebuilt(): string | undefined {
  try {
    return createRequire(join(here, 'index.js')).resolve(`${PREBUILT}/${FILE}`);
  } catch {
    return undefined;
  }
}
