import { PanelBuilder, parseDay, Random, type Clock, type DailyPanel, type RuleResult } from '@dqs/core';

import type { Deliveries } from '../../src/index.js';

/** First moment of every store made here. */
export const START = Date.parse('2026-03-01T08:00:00Z');
export const HOUR = 3_600_000;

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  time = START;
  now(): number {
    return this.time;
  }
}

/** Results that a seed stands for: few keys and days, so that deliveries meet in the same cells. */
export function resultsOf(seed: string, count = 12): RuleResult[] {
  const random = new Random([...seed].reduce((sum, letter) => (31 * sum + letter.codePointAt(0)!) % 1_000_003, 7));
  const pick = <T>(values: readonly T[]) => values[Math.floor(random.next() * values.length)]!;
  return Array.from({ length: count }, () => ({
    key: {
      source: pick(['shop', 'constructor']),
      tenantId: pick(['eu', '__proto__']),
      datasetUuid: pick(['d-1', 'd-2']),
      datasetName: pick(['Orders', 'orders']),
      ruleCode: pick(['101', '102']),
    },
    day: parseDay('2026-03-01')! + Math.floor(random.next() * 3),
    outcome: pick(['pass', 'pass', 'fail', 'error'] as const),
    level: pick(['DATASET', 'ATTRIBUTE', '']),
    attribute: pick(['id', 'toString', '']),
    recordCount: pick([Number.NaN, 10, 20]),
    filteredCount: pick([Number.NaN, 5]),
  }));
}

/** The panel of results. */
export function panelOfResults(results: readonly RuleResult[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const result of results) builder.addResult(result);
  return builder.build();
}

/** The panel of the results that a seed stands for. */
export function panelOf(seed: string): DailyPanel {
  return panelOfResults(resultsOf(seed));
}

/** Adds the panel of a seed under an id. */
export function add(deliveries: Deliveries, id: string, seed = id) {
  return deliveries.add({ id, panel: panelOf(seed), name: `${seed}.csv`, by: 'ann' });
}
