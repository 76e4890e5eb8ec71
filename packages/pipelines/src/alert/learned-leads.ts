import { learnLeads, percentageOf, type Lead, type Onsets, type Policy } from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';

import { KnownResults } from './known-results.js';

/** Leads are learned anew on Mondays, from the half year before. */
const LEARNED_DAYS = 182;
const DAYS_PER_WEEK = 7;
/** 1970-01-05 was a Monday. */
const A_MONDAY = 4;

/** What leads are learned from and kept in. */
export type LeadStore = Pick<LedgerStore, 'revisions' | 'checkpoint' | 'keepCheckpoint'>;

/** A series as leads are learned of it. */
export interface LeadSeries {
  readonly number: number;
  readonly id: string;
  readonly tenant: string;
  readonly target: number;
}

/**
 * Who goes before whom, as it was to be learned at the beginning of a week: the same whenever it is asked for. It is kept, so
 * that it is learned once a week.
 *
 * @param scope names what else it depends on: targets and names of the series.
 */
export async function leadsOfWeek(
  ledger: LeadStore,
  rules: NonNullable<Policy['incidents']['leadLag']>,
  series: readonly LeadSeries[],
  at: number,
  scope: string,
): Promise<readonly Lead[]> {
  const { firstDay, lastDay, knownAt } = leadWindow(at);
  const name = `alerting/leads/${rules.q}/${rules.maxDays}/${scope}`;
  const kept = await ledger.checkpoint(name, knownAt);
  if (kept?.knownAt === knownAt) return JSON.parse(Buffer.from(kept.content).toString('utf8')) as Lead[];
  const range = { firstDay, lastDay };
  const leads = learnLeads(await onsetsOf(ledger, series, range, knownAt), { ...range, ...rules });
  const content = Buffer.from(JSON.stringify(leads));
  await ledger.keepCheckpoint(name, { day: range.lastDay, knownAt, content });
  return leads;
}

/** The days from which the leads of a week are learned, and as they were known when. */
export function leadWindow(at: number): {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly knownAt: number;
} {
  const today = Math.floor(at / MS_PER_DAY);
  const monday = today - ((today - A_MONDAY) % DAYS_PER_WEEK);
  return { firstDay: monday - LEARNED_DAYS, lastDay: monday - 2, knownAt: monday * MS_PER_DAY };
}

/** The days on which each series began to miss its target. */
async function onsetsOf(
  ledger: LeadStore,
  series: readonly LeadSeries[],
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
  knownAt: number,
): Promise<Onsets[]> {
  const days = series.map((): number[] => []);
  const isMissing = series.map(() => false);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const known = await KnownResults.read(ledger, day, knownAt);
    series.forEach(({ number, target }, i) => {
      const percentage = percentageOf(known.of(number, knownAt));
      if (percentage === undefined) return;
      const misses = percentage < target;
      if (misses && !isMissing[i]) days[i]!.push(day);
      isMissing[i] = misses;
    });
  }
  return series.map(({ id, tenant }, i) => ({ subject: id, tenant, days: days[i]! }));
}
