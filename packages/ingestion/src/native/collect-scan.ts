import { compareKeys, type Outcome, type SummaryKey } from '@dqs/core';

import { NeedsRowReader } from '../rows/needs-row-reader.js';
import type { CountedFile } from '../duckdb/read-counts.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { CommonTexts } from '../rows/common-texts.js';
import type { HeaderLayout } from '../rows/locate-columns.js';
import { interpretKey } from '../rows/interpret.js';
import type { RowMeaning } from '../rows/meaning.js';
import { cleanField, parseCount } from '../rows/text.js';
import { SCAN_COLUMNS, SCAN_OUTCOMES, type ScanCounts } from './binding.js';

/**
 * Adds the scanner's counts to a panel; the meaning of each text is decided here, once per text.
 *
 * @throws NeedsRowReader if a row cannot be used: only the row reader knows its number and text.
 */
export function collectScan(scanned: ScanCounts, layout: HeaderLayout, meaning: RowMeaning): CountedFile {
  const panel = new PanelAccumulator();
  const counts = withConstants(scanned, layout);
  const ranks = addKeys(keysOf(counts, layout), panel);
  const results = textsOf(counts, 'results').map(cleanField);
  const outcomes = results.map(meaning.outcome);
  addLabels(counts, panel, ranks, outcomes);
  const { cells, unparsableCounts } = counts.cells({
    ranks,
    days: Int32Array.from(textsOf(counts, 'business_date'), (text) => usable(meaning.day(text))),
    outcomes: Uint8Array.from(outcomes, (outcome) => SCAN_OUTCOMES.indexOf(outcome)),
    values: Float64Array.from(textsOf(counts, 'dataset_record_count'), (text) => parseCount(text) ?? -1),
  });
  panel.appendCells(cells);
  return { panel, rows: counts.rows, unparsableCounts, neitherTexts: neitherTextsOf(counts, results, outcomes) };
}

function textsOf({ texts }: ScanCounts, column: (typeof SCAN_COLUMNS)[number]): readonly string[] {
  return texts[SCAN_COLUMNS.indexOf(column)]!;
}

/** The counts with the texts of columns that the scanner does not read, of which it has seen the empty text alone. */
function withConstants({ texts, ...counts }: ScanCounts, { constants }: HeaderLayout): ScanCounts {
  const textOf = (list: readonly string[], column: number) => {
    // The last list is of both record counts.
    const names = column < SCAN_COLUMNS.indexOf('dataset_record_count') ? [SCAN_COLUMNS[column]!] : [];
    const constant = constants.get(names[0]!);
    return constant === undefined ? list : list.map(() => constant);
  };
  return { ...counts, texts: texts.map(textOf) };
}

function keysOf({ keys, texts }: ScanCounts, { isUuidDerived }: HeaderLayout): SummaryKey[] {
  const text = (column: number, number: number) => texts[column]![number]!;
  const { source, tenant, dataset, name, rule } = keys;
  return Array.from(source, (_, i) => {
    const key = {
      source: text(0, source[i]!),
      tenantId: text(1, tenant[i]!),
      datasetUuid: isUuidDerived ? undefined : text(2, dataset[i]!),
      datasetName: text(3, name[i]!),
      ruleCode: text(4, rule[i]!),
    };
    return usable(interpretKey(key));
  });
}

/** Adds keys in order, so that a panel of one file is already sorted; returns the number of each in the panel. */
function addKeys(keys: readonly SummaryKey[], panel: PanelAccumulator): Int32Array {
  const ranks = new Int32Array(keys.length);
  const order = [...keys.keys()].sort((a, b) => compareKeys(keys[a]!, keys[b]!));
  for (const i of order) ranks[i] = panel.keyIndex(keys[i]!);
  return ranks;
}

function addLabels(counts: ScanCounts, panel: PanelAccumulator, ranks: Int32Array, outcomes: readonly Outcome[]): void {
  const levels = textsOf(counts, 'level_of_execution').map(cleanField);
  const attributes = textsOf(counts, 'attribute_name').map(cleanField);
  const { key, level, attribute, results, rows } = counts.labels;
  for (let i = 0; i < key.length; i += 1) {
    const rank = ranks[key[i]!]!;
    panel.addLevel(rank, levels[level[i]!]!, rows[i]!);
    if (outcomes[results[i]!] === 'fail') panel.addFailedAttribute(rank, attributes[attribute[i]!]!, rows[i]!);
  }
}

function neitherTextsOf({ labels }: ScanCounts, results: readonly string[], outcomes: readonly Outcome[]): CommonTexts {
  const rows = new Float64Array(results.length);
  labels.results.forEach((text, i) => (rows[text]! += labels.rows[i]!));
  const texts = new CommonTexts();
  outcomes.forEach((outcome, i) => {
    if (outcome === 'error') texts.add(results[i]!, rows[i]!);
  });
  return texts;
}

function usable<T>(value: T | string): T {
  if (typeof value === 'string') throw new NeedsRowReader(value);
  return value;
}
