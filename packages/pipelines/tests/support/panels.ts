import { parseDay, PanelBuilder, Random, type DailyPanel } from '@dqs/core';

/** First day of every panel made here. */
export const FIRST_DAY = parseDay('2026-01-01')!;

/** Shape of a made panel. */
export interface PanelShape {
  readonly datasets?: number;
  readonly rules?: number;
  readonly days?: number;
  readonly executions?: number;
  readonly seed?: number;
}

/** A panel with something to learn: series of different levels, worse at weekends, one day in twenty missing. */
export function madePanel({
  datasets = 4,
  rules = 3,
  days = 120,
  executions = 6,
  seed = 1,
}: PanelShape = {}): DailyPanel {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  for (let dataset = 0; dataset < datasets; dataset += 1) {
    for (let rule = 0; rule < rules; rule += 1) {
      const level = 0.5 + 0.5 * random.next();
      for (let offset = 0; offset < days; offset += 1) {
        if (random.next() < 0.05) continue;
        const weekend = (FIRST_DAY + offset + 3) % 7 > 4;
        addDay(builder, {
          dataset,
          rule,
          day: FIRST_DAY + offset,
          level: weekend ? level / 2 : level,
          executions,
          random,
        });
      }
    }
  }
  return builder.build();
}

interface DayOfSeries {
  readonly dataset: number;
  readonly rule: number;
  readonly day: number;
  readonly level: number;
  readonly executions: number;
  readonly random: Random;
}

function addDay(builder: PanelBuilder, { dataset, rule, day, level, executions, random }: DayOfSeries): void {
  const key = {
    source: 'S',
    tenantId: 'T',
    datasetUuid: `dataset-${dataset}`,
    datasetName: `Dataset ${dataset}`,
    ruleCode: `${101 + rule}`,
  };
  let passes = 0;
  for (let i = 0; i < executions; i += 1) if (random.next() < level) passes += 1;
  builder.addCounts(key, day, { passes, fails: executions - passes, errors: 0, recordCount: 100, filteredCount: NaN });
  builder.addLevel(key, rule === 0 ? 'DATASET' : 'ATTRIBUTE', executions);
}

/** The panel without the cells that `keep` refuses. */
export function filterCells(panel: DailyPanel, keep: (day: number, key: number) => boolean): DailyPanel {
  const builder = new PanelBuilder();
  builder.addPanel(panel, keep);
  return builder.build();
}
