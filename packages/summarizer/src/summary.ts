import type { RuleMetadata, SummaryKey } from '@dqs/core';

import type { OutcomeRate } from './outcome-counts.js';
import type { SummaryProfile, Trend } from './trend.js';
import type { SummaryWindow } from './windows.js';

/** How often executions on one attribute failed. */
export interface FailedAttribute {
  readonly name: string;
  readonly fails: number;
}

/** One row of the summary: what is known about one key. Days are whole days since 1970-01-01. */
export interface SummaryRow {
  readonly key: SummaryKey;
  /** Metadata of the key's rule, undefined if its code is not in the catalogue. */
  readonly rule: RuleMetadata | undefined;
  /** Greatest business date of the key, whatever the outcome. */
  readonly latestDay: number;
  /** `dataset_record_count` of that day, undefined if none was given. */
  readonly recordCount: number | undefined;
  /** `filtered_record_count` of that day, undefined if none was given. */
  readonly filteredCount: number | undefined;
  /** All executions of the key. */
  readonly total: OutcomeRate;
  /** The executions in each window, in the order of {@link Summary.windows}. */
  readonly windows: readonly OutcomeRate[];
  /** First window's fail rate compared with the second's. */
  readonly trend: Trend;
  /** Most frequent `level_of_execution`, ties to the lexically first, "" if none was given. */
  readonly level: string;
  /** Attributes that failed, most failures first, ties in the order of their names. */
  readonly failedAttributes: readonly FailedAttribute[];
  /** Median number of days between consecutive days with a result, undefined for a key with a single day. */
  readonly usualGapDays: number | undefined;
}

/** The summary of a panel: plain data that survives JSON. */
export interface Summary {
  /** The latest business date of the whole input, where every window ends; undefined for an empty panel. */
  readonly latestDay: number | undefined;
  readonly windows: readonly SummaryWindow[];
  readonly profile: SummaryProfile;
  /** Sorted by summary key. */
  readonly rows: readonly SummaryRow[];
  /** Rule codes of the panel that are not in the catalogue, in text order. */
  readonly unknownRuleCodes: readonly string[];
}
