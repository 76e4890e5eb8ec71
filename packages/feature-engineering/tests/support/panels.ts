import { PanelBuilder, type DailyPanel } from '@dqs/core';
import fc from 'fast-check';

/** One day of one series: what a panel is made of here. */
export interface DayCounts {
  /** @default 'T' */
  readonly tenant?: string;
  readonly dataset: string;
  readonly rule: string;
  readonly day: number;
  readonly passes: number;
  readonly fails: number;
}

/** A Monday. */
export const MONDAY = 18_624;

/** A panel of days; several entries of one series and day are added up. */
export function panelOf(days: readonly DayCounts[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const { tenant = 'T', dataset, rule, day, passes, fails } of days) {
    const key = { source: 'S', tenantId: tenant, datasetUuid: dataset, datasetName: dataset, ruleCode: rule };
    builder.addCounts(key, day, { passes, fails, errors: 0, recordCount: NaN, filteredCount: NaN });
  }
  return builder.build();
}

/** One series with a pass percentage (of 100 executions) by day offset; null for a day without results. */
export function seriesOf(percentages: readonly (number | null)[], first = MONDAY): DailyPanel {
  return panelOf(
    percentages.flatMap((percentage, offset) =>
      percentage === null
        ? []
        : [{ dataset: 'd', rule: 'r', day: first + offset, passes: percentage, fails: 100 - percentage }],
    ),
  );
}

/** Days of up to three datasets and two rules over 80 days, with gaps, several executions and repeated days. */
export const anyDays: fc.Arbitrary<DayCounts[]> = fc.array(
  fc.record({
    dataset: fc.constantFrom('a', 'b', 'c'),
    rule: fc.constantFrom('101', '102'),
    day: fc.integer({ min: MONDAY, max: MONDAY + 80 }),
    passes: fc.integer({ min: 0, max: 9 }),
    fails: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 150 },
);
