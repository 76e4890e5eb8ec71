import type { Outcome } from '@dqs/core';

import { NeedsRowReader } from '../rows/needs-row-reader.js';
import type { CountedFile } from '../duckdb/read-counts.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { interpretDay, interpretKey } from '../rows/interpret.js';
import { parseOutcome } from '../rows/outcome.js';
import { cleanField, parseCount } from '../rows/text.js';
import { SCAN_COLUMNS, type ScanCounts } from './binding.js';

/**
 * Takes what the scanner counted into a panel; what each text means is decided here, once a text.
 *
 * @throws NeedsRowReader where a row cannot be used: only the row reader knows its number and text.
 */
export function collectScan(counts: ScanCounts): CountedFile {
  const panel = new PanelAccumulator();
  const keys = keysOf(counts, panel);
  const outcomes = textsOf(counts, 'results').map((text) => parseOutcome(cleanField(text)));
  addLabels(counts, panel, keys, outcomes);
  return { panel, rows: counts.rows, unparsableCounts: addCells(counts, panel, keys, outcomes) };
}

function textsOf({ texts }: ScanCounts, column: (typeof SCAN_COLUMNS)[number]): readonly string[] {
  return texts[SCAN_COLUMNS.indexOf(column)]!;
}

function keysOf(counts: ScanCounts, panel: PanelAccumulator): Int32Array {
  const { keys, texts } = counts;
  return Int32Array.from({ length: keys.length / 5 }, (_, i) => {
    const text = (column: number) => texts[column]![keys[5 * i + column]!]!;
    const [source, tenantId, datasetUuid, datasetName, ruleCode] = [text(0), text(1), text(2), text(3), text(4)];
    return panel.keyIndex(usable(interpretKey({ source, tenantId, datasetUuid, datasetName, ruleCode })));
  });
}

function addLabels(counts: ScanCounts, panel: PanelAccumulator, keys: Int32Array, outcomes: readonly Outcome[]): void {
  const levels = textsOf(counts, 'level_of_execution').map(cleanField);
  const attributes = textsOf(counts, 'attribute_name').map(cleanField);
  const { key, level, attribute, results, rows } = counts.labels;
  for (let i = 0; i < key.length; i += 1) {
    panel.addLevel(keys[key[i]!]!, levels[level[i]!]!, rows[i]!);
    if (outcomes[results[i]!] === 'fail')
      panel.addFailedAttribute(keys[key[i]!]!, attributes[attribute[i]!]!, rows[i]!);
  }
}

/** Adds the cells, in the scanner's own arrays; gives the number of record counts, in rows, that are no number. */
function addCells(counts: ScanCounts, panel: PanelAccumulator, keys: Int32Array, outcomes: readonly Outcome[]): number {
  const { key, date, recordCount, filteredCount } = counts.cells;
  const odd = textsOf(counts, 'dataset_record_count').map(parseCount);
  const unparsable = replaceOdd(recordCount, odd, counts) + replaceOdd(filteredCount, odd, counts);
  const days = Int32Array.from(textsOf(counts, 'business_date'), (text) => usable(interpretDay(text)));
  replaceEach(key, keys);
  replaceEach(date, days);
  panel.appendCells({ key, day: date, ...rowsByOutcome(counts, outcomes), recordCount, filteredCount });
  return unparsable;
}

/** Puts the numbers of the odd counts in their place; gives how many rows have one that is no number. */
function replaceOdd(
  values: Float64Array,
  odd: readonly (number | undefined)[],
  { cells: { rows } }: ScanCounts,
): number {
  let unparsable = 0;
  for (let row = 0; odd.length > 0 && row < values.length; row += 1) {
    if (values[row]! >= 0) continue;
    const parsed = odd[-1 - values[row]!];
    if (parsed === undefined) unparsable += rows[row]!;
    values[row] = parsed ?? Number.NaN;
  }
  return unparsable;
}

function replaceEach(numbers: Int32Array, meanings: Int32Array): void {
  for (let row = 0; row < numbers.length; row += 1) numbers[row] = meanings[numbers[row]!]!;
}

function rowsByOutcome({ cells }: ScanCounts, outcomes: readonly Outcome[]) {
  const counts = { pass: zeros(cells.key), fail: zeros(cells.key), error: zeros(cells.key) };
  // Each distinct text is looked up once: outcomes as arrays to add to, by number of the text.
  const targets = outcomes.map((outcome) => counts[outcome]);
  const { results, rows } = cells;
  for (let row = 0; row < rows.length; row += 1) targets[results[row]!]![row] = rows[row]!;
  return { passes: counts.pass, fails: counts.fail, errors: counts.error };
}

const zeros = ({ length }: Int32Array) => new Int32Array(length);

function usable<T>(value: T | string): T {
  if (typeof value === 'string') throw new NeedsRowReader(value);
  return value;
}
