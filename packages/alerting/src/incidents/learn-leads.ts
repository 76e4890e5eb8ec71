import { DqsError } from '@dqs/core';
import { binomialCdf } from '@dqs/core/stats';

import type { Lead } from './leads.js';

/** The days on which a subject began to fail. */
export interface Onsets {
  readonly subject: string;
  /** Subjects of two tenants are never compared. */
  readonly tenant: string;
  /** Ascending; a day of a failure that goes on is no onset. */
  readonly days: readonly number[];
}

/** What is looked for, and how certain it has to be. */
export interface LeadOptions {
  /** The days that were looked at, both included. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Expected share of false leads among those that are found. */
  readonly q: number;
  /** Longest lead in days. */
  readonly maxDays: number;
}

/** Fewer onsets of either side say nothing. */
const LEAST_SEEN = 4;
/** A day with so many onsets is a breakdown of everything, which tells nobody who went first. */
const MOST_ONSETS = 500;

/**
 * Who goes before whom, in two steps that each keep the false-discovery rate at q (Benjamini and Hochberg 1995). First,
 * pairs where the second begins to fail `lag` days after the first more often than its rate explains, of all pairs and
 * lags. Then, of those, pairs where it is more often in this order than in the other: failures with a common cause that
 * lasts for days follow each other in both orders. Days on which both begin count for neither, so that what happens on
 * the same day only is never a lead.
 *
 * @returns leads in ascending order of q, at most one for a pair: the lag with the least p.
 */
export function learnLeads(onsets: readonly Onsets[], options: LeadOptions): readonly Lead[] {
  const { firstDay, lastDay, q, maxDays } = options;
  if (lastDay < firstDay || !(q > 0 && q < 1) || maxDays < 1) {
    throw new DqsError(
      'invalid-argument',
      `expected firstDay <= lastDay, q between 0 and 1 and maxDays of 1 or more, got ${JSON.stringify(options)}`,
    );
  }
  const kept = onsets.filter(({ days }) => days.length >= LEAST_SEEN);
  const counts = countPairs(kept, maxDays);
  const days = lastDay - firstDay + 1;
  const tested = pairsTested(kept, maxDays);
  const associated = significant(associations(kept, counts, days, maxDays), tested, q);
  const ordered = associated.map((pair) => ({ ...pair, first: pair.q, p: orderP(pair, kept, counts) }));
  const found = significant(ordered, ordered.length, q);
  return best(
    found.map((pair) => ({ ...pair, q: Math.max(pair.q, pair.first) })),
    kept,
  );
}

interface Pair {
  readonly from: number;
  readonly to: number;
  readonly lag: number;
  readonly seen: number;
  readonly p: number;
}

/** How often one begins `lag` days after another, by pair and lag. */
class PairCounts {
  readonly #counts = new Map<number, number>();
  readonly #subjects: number;
  readonly #lags: number;

  constructor(subjects: number, maxDays: number) {
    this.#subjects = subjects;
    this.#lags = maxDays + 1;
  }

  add(from: number, to: number, lag: number): void {
    const key = this.#key(from, to, lag);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  of(from: number, to: number, lag: number): number {
    return this.#counts.get(this.#key(from, to, lag)) ?? 0;
  }

  *pairs(): Generator<Omit<Pair, 'p'>> {
    for (const [key, seen] of this.#counts) {
      const lag = key % this.#lags;
      const rest = (key - lag) / this.#lags;
      const to = rest % this.#subjects;
      yield { from: (rest - to) / this.#subjects, to, lag, seen };
    }
  }

  #key(from: number, to: number, lag: number): number {
    return (from * this.#subjects + to) * this.#lags + lag;
  }
}

function countPairs(onsets: readonly Onsets[], maxDays: number): PairCounts {
  const byDay = new Map<number, number[]>();
  onsets.forEach(({ days }, subject) => {
    for (const day of days) {
      const list = byDay.get(day);
      if (list) list.push(subject);
      else byDay.set(day, [subject]);
    }
  });
  const counts = new PairCounts(onsets.length, maxDays);
  for (const [day, later] of byDay) {
    for (let lag = 1; lag <= maxDays; lag += 1) {
      const earlier = byDay.get(day - lag);
      if (earlier === undefined || later.length > MOST_ONSETS || earlier.length > MOST_ONSETS) continue;
      addPairs(earlier, later, lag, onsets, counts);
    }
  }
  return counts;
}

function addPairs(
  earlier: readonly number[],
  later: readonly number[],
  lag: number,
  onsets: readonly Onsets[],
  counts: PairCounts,
): void {
  for (const from of earlier) {
    for (const to of later) {
      if (from !== to && onsets[from]!.tenant === onsets[to]!.tenant) counts.add(from, to, lag);
    }
  }
}

/** All pairs of a tenant in both orders, at every lag: those that were never seen count as tests too. */
function pairsTested(onsets: readonly Onsets[], maxDays: number): number {
  const sizes = new Map<string, number>();
  for (const { tenant } of onsets) sizes.set(tenant, (sizes.get(tenant) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + size * (size - 1) * maxDays, 0);
}

/** Of each pair that was seen, the chance to see as much by the rate of the second alone. */
function associations(onsets: readonly Onsets[], counts: PairCounts, days: number, maxDays: number): Pair[] {
  const found: Pair[] = [];
  for (const pair of counts.pairs()) {
    if (pair.seen < LEAST_SEEN || pair.lag > maxDays) continue;
    const rate = onsets[pair.to]!.days.length / days;
    found.push({ ...pair, p: atLeast(pair.seen, onsets[pair.from]!.days.length, rate) });
  }
  return found;
}

/** The chance to see so many in this order, were both orders as frequent among the onsets of each. */
function orderP({ from, to, lag, seen }: Pair, onsets: readonly Onsets[], counts: PairCounts): number {
  const reverse = counts.of(to, from, lag);
  const [a, b] = [onsets[from]!.days.length, onsets[to]!.days.length];
  return atLeast(seen, seen + reverse, a / (a + b));
}

/** P(X ≥ k) for X ~ Binomial(n, p), by the failures, so that a small one is exact. */
function atLeast(k: number, n: number, p: number): number {
  return binomialCdf(n - k, n, 1 - p);
}

/** Pairs whose adjusted p is at most q, with it, in ascending order. */
function significant<P extends Pair>(pairs: readonly P[], tested: number, q: number): (P & { readonly q: number })[] {
  const sorted = [...pairs].sort((a, b) => a.p - b.p);
  const adjusted = new Float64Array(sorted.length);
  let least = 1;
  for (let i = sorted.length - 1; i >= 0; i -= 1) {
    least = Math.min(least, (tested * sorted[i]!.p) / (i + 1));
    adjusted[i] = least;
  }
  return sorted.flatMap((pair, i) => (adjusted[i]! <= q ? [{ ...pair, q: adjusted[i]! }] : []));
}

function best(pairs: readonly (Pair & { readonly q: number })[], onsets: readonly Onsets[]): readonly Lead[] {
  const leads = new Map<string, Lead>();
  for (const { from, to, lag, p, q, seen } of pairs) {
    const key = `${from} ${to}`;
    const known = leads.get(key);
    if (known && known.p <= p) continue;
    const of = onsets[from]!.days.length;
    leads.set(key, { from: onsets[from]!.subject, to: onsets[to]!.subject, lag, p, q, seen, of });
  }
  return [...leads.values()].sort((a, b) => a.q - b.q);
}
