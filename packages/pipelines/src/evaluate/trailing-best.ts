import type { ForecastRequests } from '@dqs/features';

import { leastOf, type NaiveRecord, type NaiveScores } from './best-naive.js';
import { byNaive, NAIVE_DISTRIBUTIONS, type NaiveDistribution } from './naive-distributions.js';

/** Days that tell which naive distribution suits a rule of late. */
const TRAILING_DAYS = 28;

/** Forecast rows with the scores that naive distributions have on them. */
export interface NaiveRows {
  readonly requests: ForecastRequests;
  readonly crps: NaiveScores;
}

/**
 * CRPS of a naive forecaster that knows its rules: for each row it takes the distribution that did best for the row's rule
 * on the 28 days up to the row's as-of day, none of which lies in the row's future.
 *
 * @param test the rows to score.
 * @param trained what is known of the days before them.
 * @param ruleOf rule of a series.
 * @param otherwise the distribution where none of those days has a result of the rule.
 * @returns percentage points, by row of `test`.
 */
export function trailingBestCrps(
  test: NaiveRows,
  trained: NaiveRecord,
  ruleOf: (series: number) => string,
  otherwise: NaiveDistribution,
): Float64Array {
  const sums = new DailySums();
  sums.add(trained, ruleOf);
  sums.add(test, ruleOf);
  const chosen = new Map<string, NaiveDistribution>();
  return Float64Array.from(test.requests.series, (series, row) => {
    const [rule, asOf] = [ruleOf(series), test.requests.asOfDay[row]!];
    const key = `${asOf} ${rule}`;
    let name = chosen.get(key);
    if (name === undefined) chosen.set(key, (name = sums.best(rule, asOf) ?? otherwise));
    return test.crps[name][row]!;
  });
}

/** Sums of the scores by rule and target day. */
class DailySums {
  readonly #byRule = new Map<string, Map<number, Record<NaiveDistribution, number>>>();

  add({ requests, crps }: NaiveRows, ruleOf: (series: number) => string): void {
    requests.series.forEach((series, row) => {
      const rule = ruleOf(series);
      let days = this.#byRule.get(rule);
      if (!days) this.#byRule.set(rule, (days = new Map()));
      const day = requests.targetDay[row]!;
      let sum = days.get(day);
      if (!sum) days.set(day, (sum = byNaive(() => 0)));
      for (const name of NAIVE_DISTRIBUTIONS) sum[name] += crps[name][row]!;
    });
  }

  /** The best of a rule on the days up to one; undefined if none of them is known. */
  best(rule: string, upTo: number): NaiveDistribution | undefined {
    const days = this.#byRule.get(rule);
    const known = Array.from({ length: TRAILING_DAYS }, (_, back) => days?.get(upTo - back)).filter(
      (sum) => sum !== undefined,
    );
    if (known.length === 0) return undefined;
    return leastOf((name) => known.reduce((total, sum) => total + sum[name], 0));
  }
}
