import { compareKeys, type Outcome, type SummaryKey } from '@dqs/core';

import { NeedsRowReader } from '../rows/needs-row-reader.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { CommonTexts } from '../rows/common-texts.js';
import type { HeaderLayout } from '../rows/locate-columns.js';
import { interpretKey, type RejectReason } from '../rows/interpret.js';
import type { RowMeaning } from '../rows/meaning.js';
import { cleanField, parseCount } from '../rows/text.js';
import { NO_DAY, SCAN_COLUMNS, SCAN_OUTCOMES, type ScanCounts } from './binding.js';

/** A file counted by the scanner. */
export interface ScannedFile {
  readonly panel: PanelAccumulator;
  /** Executions, the unusable ones too. */
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts: CommonTexts;
}

/** What the numbers of a scan mean. */
interface Meanings {
  readonly keys: readonly (SummaryKey | RejectReason)[];
  readonly days: readonly (number | RejectReason)[];
  readonly results: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/**
 * Adds the scanner's counts to a panel; the meaning of each text is decided here, once per text.
 *
 * @throws NeedsRowReader for dates that the scanner took for usable, and that are not.
 */
export function collectScan(scanned: ScanCounts, layout: HeaderLayout, meaning: RowMeaning): ScannedFile {
  const panel = new PanelAccumulator();
  const counts = withConstants(scanned, layout);
  const results = textsOf(counts, 'results').map(cleanField);
  const meanings: Meanings = {
    keys: keysOf(counts, layout),
    days: textsOf(counts, 'business_date').map(meaning.day),
    results,
    outcomes: results.map(meaning.outcome),
  };
  const labels = usableLabels(counts, meanings);
  const ranks = addKeys(meanings.keys, counts.labels.key, labels, panel);
  addLabels(counts, labels, panel, ranks, meanings);
  const { cells, unparsableCounts, rejectedByDate, rejectedByKey } = counts.cells({
    ranks,
    days: Int32Array.from(meanings.days, (day) => (typeof day === 'string' ? NO_DAY : day)),
    outcomes: Uint8Array.from(meanings.outcomes, (outcome) => SCAN_OUTCOMES.indexOf(outcome)),
    values: Float64Array.from(textsOf(counts, 'dataset_record_count'), (text) => parseCount(text) ?? -1),
  });
  panel.appendCells(cells);
  const rejected = new RejectCounts();
  rejected.add('column-count', counts.columnCountFaults);
  rejected.add('invalid-utf-8', counts.utf8Faults);
  rejectedByDate.forEach((rows, i) => rejected.add(meanings.days[i] as RejectReason, rows));
  rejectedByKey.forEach((rows, i) => rejected.add(meanings.keys[i] as RejectReason, rows));
  const rows = counts.rows + counts.columnCountFaults + counts.utf8Faults;
  const neitherTexts = neitherTextsOf(counts, labels, meanings);
  const used = { rows, rowsUsed: rows - rejected.total, rejected: rejected.byReason };
  return { panel, ...used, unparsableCounts, neitherTexts };
}

/** How often each reason occurred. */
class RejectCounts {
  readonly byReason: Partial<Record<RejectReason, number>> = {};
  total = 0;

  add(reason: RejectReason, rows: number): void {
    if (rows === 0) return;
    this.byReason[reason] = (this.byReason[reason] ?? 0) + rows;
    this.total += rows;
  }
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

function keysOf({ keys, texts }: ScanCounts, { isUuidDerived }: HeaderLayout): (SummaryKey | RejectReason)[] {
  const text = (column: number, number: number) => texts[column]![number]!;
  const { source, tenant, dataset, name, rule } = keys;
  return Array.from(source, (_, i) =>
    interpretKey({
      source: text(0, source[i]!),
      tenantId: text(1, tenant[i]!),
      datasetUuid: isUuidDerived ? undefined : text(2, dataset[i]!),
      datasetName: text(3, name[i]!),
      ruleCode: text(4, rule[i]!),
    }),
  );
}

/** Positions of the labels whose rows are usable. */
function usableLabels({ labels }: ScanCounts, { keys, days }: Meanings): number[] {
  const { key, oddDate } = labels;
  const odd = new Set(oddDate);
  // Labels do not tell rows of other dates apart, which must all be usable then.
  days.forEach((day, i) => {
    if (typeof day === 'string' && !odd.has(i + 1)) throw new NeedsRowReader(day);
  });
  const isUsable = (i: number) =>
    typeof keys[key[i]!] !== 'string' && (oddDate[i] === 0 || typeof days[oddDate[i]! - 1] !== 'string');
  return [...key.keys()].filter(isUsable);
}

/**
 * Adds the keys that have usable rows in order, so that a panel of one file is already sorted; returns the number of each
 * in the panel, −1 for the others.
 */
function addKeys(
  keys: Meanings['keys'],
  keyOfLabel: Int32Array,
  usable: readonly number[],
  panel: PanelAccumulator,
): Int32Array {
  const ranks = new Int32Array(keys.length).fill(-1);
  const used = [...new Set(usable.map((i) => keyOfLabel[i]!))];
  const order = used.sort((a, b) => compareKeys(keys[a] as SummaryKey, keys[b] as SummaryKey));
  for (const i of order) ranks[i] = panel.keyIndex(keys[i] as SummaryKey);
  return ranks;
}

function addLabels(
  counts: ScanCounts,
  usable: readonly number[],
  panel: PanelAccumulator,
  ranks: Int32Array,
  { outcomes }: Meanings,
): void {
  const levels = textsOf(counts, 'level_of_execution').map(cleanField);
  const attributes = textsOf(counts, 'attribute_name').map(cleanField);
  const { key, level, attribute, results, rows } = counts.labels;
  for (const i of usable) {
    const rank = ranks[key[i]!]!;
    panel.addLevel(rank, levels[level[i]!]!, rows[i]!);
    if (outcomes[results[i]!] === 'fail') panel.addFailedAttribute(rank, attributes[attribute[i]!]!, rows[i]!);
  }
}

function neitherTextsOf(
  { labels }: ScanCounts,
  usable: readonly number[],
  { results, outcomes }: Meanings,
): CommonTexts {
  const rows = new Float64Array(results.length);
  for (const i of usable) rows[labels.results[i]!]! += labels.rows[i]!;
  const texts = new CommonTexts();
  outcomes.forEach((outcome, i) => {
    if (outcome === 'error' && rows[i]! > 0) texts.add(results[i]!, rows[i]!);
  });
  return texts;
}
