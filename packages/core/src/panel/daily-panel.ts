import { compareText } from '../text-order.js';

/**
 * What identifies a row of the summary: `(source, tenant_id, dataset_uuid, dataset_name, rule_code)`.
 * A *series*, what a model forecasts, is `(tenantId, datasetUuid, ruleCode)`: several keys may share one.
 */
export interface SummaryKey {
  readonly source: string;
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
}

/** One row per key and day with at least one rule result; columns of equal length, sorted by key, then day. */
export interface PanelCells {
  /** Index into {@link DailyPanel.keys}. */
  readonly key: Int32Array;
  /** Whole days since 1970-01-01. */
  readonly day: Int32Array;
  /** Executions with outcome `pass`. */
  readonly passes: Int32Array;
  /** Executions with outcome `fail`. */
  readonly fails: Int32Array;
  /** Executions that are neither: unknown outcome or malformed `results`. */
  readonly errors: Int32Array;
  /** `dataset_record_count` of the day, NaN if none was given. See {@link isGreaterCounts} for ties. */
  readonly recordCount: Float64Array;
  /** `filtered_record_count` from the same row as `recordCount`, NaN if none was given. */
  readonly filteredCount: Float64Array;
}

/** How often a text occurred with a key; sorted by key, then text. Empty texts are not counted. */
export interface KeyTextCounts {
  readonly key: Int32Array;
  readonly text: readonly string[];
  readonly count: Int32Array;
}

/**
 * The log of rule results, cleaned and counted: the only input of everything downstream of ingestion.
 *
 * A panel is canonical (sorted, no duplicates), so two panels of the same rows are deeply equal whatever the order,
 * chunks, files or threads they were read with. Merging ({@link mergePanels}) is commutative and associative.
 */
export interface DailyPanel {
  /** Sorted by {@link compareKeys}, without duplicates; every key has at least one cell. */
  readonly keys: readonly SummaryKey[];
  readonly cells: PanelCells;
  /** `level_of_execution` values by key, all outcomes. */
  readonly levels: KeyTextCounts;
  /** `attribute_name` values of the executions that failed, by key. */
  readonly failedAttributes: KeyTextCounts;
}

/** First and last day of a panel, both included; undefined for a panel without cells. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** The days a panel covers. Cells are sorted, so only the first and last of each key are examined. */
export function panelDayRange(panel: DailyPanel): DayRange | undefined {
  const { key, day } = panel.cells;
  if (day.length === 0) return undefined;
  let first = day[0]!;
  let last = first;
  for (let start = 0, end = 0; start < day.length; start = end) {
    end = endOfKey(key, start);
    if (day[start]! < first) first = day[start]!;
    if (day[end - 1]! > last) last = day[end - 1]!;
  }
  return { first, last };
}

/**
 * The end of a key's cells, by binary search: the first cell after `start` that belongs to another key.
 *
 * @param key the column of {@link PanelCells}, ascending.
 */
export function endOfKey(key: Int32Array, start: number): number {
  let low = start + 1;
  let high = key.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key[middle] === key[start]) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The most frequent `level_of_execution` of each key, ties to the lexically first, "" if none was given.
 *
 * @returns one text per key of the panel.
 */
export function mostFrequentLevels(panel: DailyPanel): string[] {
  const levels = panel.keys.map(() => '');
  const best = new Int32Array(panel.keys.length);
  const { key, text, count } = panel.levels;
  for (let i = 0; i < key.length; i += 1) {
    // Texts of a key come in ascending order, so a tie keeps the lexically first.
    if (count[i]! > best[key[i]!]!) {
      best[key[i]!] = count[i]!;
      levels[key[i]!] = text[i]!;
    }
  }
  return levels;
}

/**
 * Whether the counts `(record, filtered)` replace the known ones of the same key and day: the greater pair wins, a
 * missing count (NaN) is smaller than any. Rows of a day carry no time, so taking the greatest is the only choice that
 * does not depend on their order.
 */
export function isGreaterCounts(record: number, filtered: number, knownRecord: number, knownFiltered: number): boolean {
  // Called for every cell that is read, so it avoids allocating an array for two values.
  const a = withMissingLowest(record);
  const b = withMissingLowest(knownRecord);
  if (a !== b) return a > b;
  return withMissingLowest(filtered) > withMissingLowest(knownFiltered);
}

function withMissingLowest(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

/** Orders keys by their five parts in the order of {@link SummaryKey}, each by code point. */
export function compareKeys(a: SummaryKey, b: SummaryKey): number {
  return (
    compareText(a.source, b.source) ||
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.datasetName, b.datasetName) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

/** A text that is equal for equal keys and for no others (parts are length-prefixed, so no separator can collide). */
export function keyId(key: SummaryKey): string {
  const { source, tenantId, datasetUuid, datasetName, ruleCode } = key;
  const head = `${source.length},${tenantId.length},${datasetUuid.length},${datasetName.length}`;
  return `${head}:${source}${tenantId}${datasetUuid}${datasetName}${ruleCode}`;
}
