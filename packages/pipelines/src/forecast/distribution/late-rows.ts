import { groupRows, Random } from '@dqs/core';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import { ruleNames } from './known-day.js';

/** Rows from which the weights of the experts are learned, about, at most. */
export const MOST_LATE_ROWS = 200_000;

/**
 * The rows from which the weights of the experts are learned: of more than about `most`, those of some series of every rule, the
 * same share of all and at least one, so that the days of a series stay together.
 *
 * @param late the rows to choose from, ascending.
 */
export function lateRows(
  history: SeriesHistory,
  { series }: ForecastRequests,
  late: Int32Array,
  seed: number,
  most = MOST_LATE_ROWS,
): Int32Array {
  if (late.length <= most) return late;
  const share = most / late.length;
  const rules = ruleNames(history);
  const candidates = [...new Set(Int32Array.from(late, (row) => series[row]!))];
  const random = new Random(seed);
  const chosen = new Set<number>();
  for (const members of groupRows(candidates.map((one) => rules[one]!)).values()) {
    const drawn = members
      .map((member) => ({ one: candidates[member]!, number: random.next() }))
      .sort((a, b) => a.number - b.number);
    for (const { one } of drawn.slice(0, Math.ceil(share * members.length))) chosen.add(one);
  }
  return late.filter((row) => chosen.has(series[row]!));
}
