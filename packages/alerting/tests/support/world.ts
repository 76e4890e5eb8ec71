import { Random } from '@dqs/core';
import { eValue, extendEProcess, startEProcess } from '@dqs/core/stats';

import type { DayResult, SeriesFacts, TickFacts } from '../../src/facts/facts.js';

const MS_PER_DAY = 86_400_000;

/** A made-up operation: series whose days pass or fail by chance, and forecasts that know something, or nothing. */
export interface World {
  readonly series: number;
  readonly days: number;
  readonly seed: number;
  /** Chance of a day below the target. */
  readonly badRate: number;
  /** Whether the odds tell which days are bad. Without skill they are drawn by themselves. */
  readonly skill: boolean;
  /** Whether the odds are graded: 0.55 to 0.99 on days that are warned of, rather than 0.9. */
  readonly graded?: boolean;
  readonly executions?: number;
  readonly owners?: number;
}

const TARGET = 95;
const BASE_RATE = 0.05;

/** The facts of a world, day by day; the same for the same seed. */
export function* factsOf({
  series: count,
  days,
  seed,
  badRate,
  skill,
  graded = false,
  executions = 20,
  owners = 5,
}: World): Generator<TickFacts> {
  const random = new Random(seed);
  const results: DayResult[][] = Array.from({ length: count }, () => []);
  // Evidence of the pool that its warnings beat a base rate of 5 %, as the monitoring keeps it.
  let evidence = startEProcess(BASE_RATE);
  let odds = new Float64Array(count);
  const bad = Array.from({ length: count }, () => random.nextUint32() / 2 ** 32 < badRate);
  for (let day = 0; day < days; day += 1) {
    let [warned, hits] = [0, 0];
    for (let i = 0; i < count; i += 1) {
      const isBad = bad[i]!;
      const fails = isBad ? Math.ceil(executions * 0.4) : 0;
      const list = results[i]!;
      list.push({ day, passes: executions - fails, fails, errors: 0 });
      if (list.length > 28) list.shift();
      if (odds[i]! >= 0.6) {
        warned += 1;
        if (isBad) hits += 1;
      }
    }
    if (warned > 0) evidence = extendEProcess(evidence, [hits / warned - BASE_RATE]);
    const e = eValue(evidence);
    const next = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      bad[i] = random.nextUint32() / 2 ** 32 < badRate;
      const says = skill ? bad[i] : random.nextUint32() / 2 ** 32 < badRate;
      next[i] = says ? (graded ? 0.55 + 0.44 * (random.nextUint32() / 2 ** 32) : 0.9) : 0.02;
    }
    odds = next;
    yield {
      at: day * MS_PER_DAY + 7 * 3_600_000,
      day,
      series: results.map((list, i) => seriesFacts(i, day, list, odds[i]!, owners, e)),
      sources: [],
      models: [],
      system: [],
    };
  }
}

function seriesFacts(
  i: number,
  day: number,
  list: readonly DayResult[],
  p: number,
  owners: number,
  e: number,
): SeriesFacts {
  return {
    id: `s${i}`,
    labels: {
      source: 'shop',
      tenant: 'eu',
      dataset: `d${i}`,
      datasetName: `data ${i}`,
      rule: '104',
      owner: `team-${i % owners}`,
    },
    target: TARGET,
    importance: 1 + (i % 5),
    results: [...list],
    forecast: {
      day: day + 1,
      pBelowTarget: p,
      expected: 100 - 40 * p,
      predicted: 100,
      lower80: 60,
      upper80: 100,
      lower95: 60,
      upper95: 100,
      naive: 100,
    },
    earned: { pool: 'slo_risk/series/shop', e, veto: false },
  };
}
