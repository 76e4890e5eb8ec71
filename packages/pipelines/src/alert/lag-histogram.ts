import type { LedgerStore } from '@dqs/ledger';

import { rowsBySeries } from './known-results.js';
import { leadWindow } from './learned-leads.js';

/** A series whose falls are counted. */
export interface FallingSeries {
  readonly number: number;
  /** Pass percentage below which a day is one of a fall. */
  readonly target: number;
}

/** Days from the beginning of a fall of one series to those of others, and how often. */
export interface LagHistogram {
  /** One a lag, from `-maxDays` to `maxDays`; a negative one is of others that fell first. */
  readonly counts: readonly { readonly lag: number; readonly count: number }[];
  /** Days that were looked at. */
  readonly days: number;
  /** How often the first one began to fall. */
  readonly falls: number;
}

/** How the falls of a series and those of others lie to each other, in the days from which leads were learned last. */
export async function lagHistogram(
  ledger: Pick<LedgerStore, 'revisions'>,
  root: FallingSeries,
  others: readonly FallingSeries[],
  maxDays: number,
  at: number,
): Promise<LagHistogram> {
  const { firstDay: from, lastDay: to, knownAt } = leadWindow(at);
  const all = [root, ...others];
  const query = { from, to, knownAt, series: Int32Array.from(new Set(all.map(({ number }) => number))) };
  const revisions = await ledger.revisions(query);
  const rows = rowsBySeries(revisions.series);
  const onsets = ({ number, target }: FallingSeries): number[] => {
    const last = new Map<number, number>();
    // The later entry stands behind the earlier one.
    for (const row of rows.get(number) ?? []) {
      const graded = revisions.passes[row]! + revisions.fails[row]!;
      if (graded > 0) last.set(revisions.day[row]!, (100 * revisions.passes[row]!) / graded);
    }
    let isBelow = false;
    return [...last]
      .sort(([a], [b]) => a - b)
      .flatMap(([day, percentage]) => {
        const begins = percentage < target && !isBelow;
        isBelow = percentage < target;
        return begins ? [day] : [];
      });
  };
  const first = onsets(root);
  const seen = new Set(first);
  const counts = Array.from({ length: 2 * maxDays + 1 }, (_, i) => ({ lag: i - maxDays, count: 0 }));
  for (const other of others) {
    for (const day of onsets(other)) {
      for (const one of counts) if (seen.has(day - one.lag)) one.count += 1;
    }
  }
  return { counts, days: to - from + 1, falls: first.length };
}
