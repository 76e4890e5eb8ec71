import { createHash } from 'node:crypto';

import {
  encodePanel,
  FileBulkStore,
  FileStore,
  PanelBuilder,
  parseDay,
  Random,
  type DailyPanel,
  type RuleResult,
  type StorePlace,
} from '@dqs/core';

/** The first day of every log made here. */
export const DAY = parseDay('2026-03-01')!;
/** Days of a log. */
export const DAYS = 6;

/** A folder as a place of both contracts. */
export const placeAt = (folder: string): StorePlace => ({
  artifacts: new FileStore(folder),
  bulk: new FileBulkStore(folder),
});

/** Results of `datasets` datasets on {@link DAYS} days: two tenants, keys that share a series, errors, missing counts. */
export function logOf(seed: number, datasets = 24, rows = 40 * datasets): RuleResult[] {
  const random = new Random(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random.next() * values.length)]!;
  return Array.from({ length: rows }, () => ({
    key: {
      source: pick(['shop', 'constructor']),
      tenantId: pick(['eu', '__proto__']),
      datasetUuid: `dataset-é-${Math.floor(random.next() * datasets)}`,
      datasetName: pick(['Orders', 'orders']),
      ruleCode: pick(['101', '102', '../103']),
    },
    day: DAY + Math.floor(random.next() * DAYS),
    outcome: pick(['pass', 'pass', 'fail', 'error'] as const),
    level: pick(['DATASET', 'ATTRIBUTE', '']),
    attribute: pick(['id', 'toString', '']),
    recordCount: pick([Number.NaN, 10, 20]),
    filteredCount: pick([Number.NaN, 5]),
  }));
}

/** The panel of results, row by row. */
export function panelOf(results: readonly RuleResult[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const result of results) builder.addResult(result);
  return builder.build();
}

/** The bytes of a panel, short enough to be shown by a test that fails. */
export const hashOf = (panel: DailyPanel) => createHash('sha256').update(encodePanel(panel)).digest('hex');

/** The same values in a seeded order. */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => [random.next(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}
