import { MS_PER_DAY } from '@dqs/core';
import type { LedgerForecasts, LedgerQuery, RevisionColumns } from '@dqs/ledger';

import type { PageView } from '../page-view.js';
import { outcomeOf } from '../series/course.js';
import { knownSeries } from '../series/known-series.js';

/** How long before an incident opened a forecast or a result may have come that belongs to it. */
export const LOOKED_MS = 2 * MS_PER_DAY;

/** What was said of a day of a series and what came. Percentages in [0, 100], odds in [0, 1]. */
export interface SaidAndCame {
  /** Id of the series. */
  readonly series: string;
  readonly day: number;
  /** The last forecast before the first result. */
  readonly said: {
    readonly odds: number;
    readonly target: number;
    readonly issuedAt: number;
  } | null;
  readonly came: {
    readonly passes: number;
    readonly executions: number;
    /** When the first of it arrived. */
    readonly arrivedAt: number;
  } | null;
  /** When somebody stepped in, so that the day is not graded; null if nobody did. */
  readonly intervened: { readonly at: number; readonly by: string } | null;
}

/** How what was said compares with what came: a warning was `right` or `wrong`, a bad day without one `missed`. */
export type Verdict = 'right' | 'wrong' | 'missed' | 'quiet' | 'unsaid' | 'intervened';

/** The verdict on a day by a target; null before its result. */
export function verdictOf({ said, came, intervened }: SaidAndCame, target: number): Verdict | null {
  if (intervened !== null) return 'intervened';
  if (came === null || came.executions === 0) return null;
  if (said === null) return 'unsaid';
  return outcomeOf(said.odds, (100 * came.passes) / came.executions < target);
}

/** What was said of some days of some series and what came, as known to a view; days of which nothing is known are not there. */
export async function saidAndCame(
  { ledger, at, scope }: PageView,
  ids: readonly string[],
  days: { readonly from: number; readonly to: number },
): Promise<readonly SaidAndCame[]> {
  if (ids.length === 0) return [];
  const all = await Promise.all(ids.map((id) => knownSeries(ledger, id, scope.tenants)));
  const names = new Map(all.map(({ number }, i) => [number, ids[i]!]));
  const query: LedgerQuery = { ...days, series: Int32Array.from(names.keys()), knownAt: at, arms: ['champion'] };
  const [forecasts, revisions, interventions] = await Promise.all([
    ledger.forecasts(query),
    ledger.revisions(query),
    ledger.interventions(query),
  ]);
  const came = cameBy(revisions);
  const said = saidBy(forecasts, came);
  const left = new Map(interventions.map((one) => [keyOf(one.series, one.day), { at: one.at, by: one.by }]));
  const found: SaidAndCame[] = [];
  for (const [number, series] of names) {
    for (let day = days.from; day <= days.to; day += 1) {
      const key = keyOf(number, day);
      const one = { said: said.get(key) ?? null, came: came.get(key) ?? null, intervened: left.get(key) ?? null };
      if (one.said || one.came || one.intervened) found.push({ series, day, ...one });
    }
  }
  return found;
}

function keyOf(series: number, day: number): string {
  return `${series} ${day}`;
}

/** By series and day the last result that is known, and when the first arrived. */
function cameBy({ series, day, passes, fails, entry, entries }: RevisionColumns) {
  const found = new Map<string, { passes: number; executions: number; arrivedAt: number; number: number }>();
  series.forEach((one, row) => {
    const key = keyOf(one, day[row]!);
    const { number, arrivedAt } = entries[entry[row]!]!;
    const executions = passes[row]! + fails[row]!;
    const before = found.get(key);
    const first = Math.min(before?.arrivedAt ?? Infinity, executions > 0 ? arrivedAt : Infinity);
    const isLast = before === undefined || number >= before.number;
    const last = isLast ? { passes: passes[row]!, executions, number } : before;
    found.set(key, { ...last, arrivedAt: first });
  });
  for (const [key, { arrivedAt }] of found) if (arrivedAt === Infinity) found.delete(key);
  return new Map([...found].map(([key, { number: _, ...one }]) => [key, one]));
}

/** By series and day the last forecast that was issued before the first result arrived. */
function saidBy(
  { series, targetDay, issue, issues, numbers }: LedgerForecasts,
  came: ReadonlyMap<string, { readonly arrivedAt: number }>,
) {
  const found = new Map<string, { odds: number; target: number; issuedAt: number }>();
  series.forEach((one, row) => {
    const key = keyOf(one, targetDay[row]!);
    const { issuedAt } = issues[issue[row]!]!;
    if (issuedAt >= (came.get(key)?.arrivedAt ?? Infinity) || issuedAt < (found.get(key)?.issuedAt ?? 0)) return;
    found.set(key, { odds: numbers.pBelowTarget[row]!, target: numbers.targetPercentage[row]!, issuedAt });
  });
  return found;
}
