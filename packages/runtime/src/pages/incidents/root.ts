import type { Incident, Lead } from '@dqs/alerting';
import { lagHistogram, type LagHistogram } from '@dqs/pipelines';

import type { PageView } from '../page-view.js';
import { knownSeries } from '../series/known-series.js';
import { MOST_SERIES, type MemberRow } from './members.js';

/** Lags of the histogram on either side, days. */
const MOST_LAG = 3;

/** Where an incident began, as far as anybody knows. */
export interface RootView {
  readonly subject: string;
  readonly name: string;
  /** Who named it; null where the leads did. */
  readonly chosenBy: string | null;
  /** Members that it leads, of how many others. */
  readonly leads: number;
  readonly of: number;
  /** Of the lead that is the surest: days, rate of false leads, how often it was seen of so many falls. */
  readonly best: Pick<Lead, 'lag' | 'q' | 'seen' | 'of'> | null;
  /** How the falls of the others lay to its own; null for what is no series. */
  readonly histogram: LagHistogram | null;
}

/** The suspected root of an incident; null where there is only one member. */
export async function rootOf(
  view: PageView,
  incident: Incident,
  members: readonly MemberRow[],
): Promise<RootView | null> {
  const [root, ...others] = members;
  if (root === undefined || others.length === 0) return null;
  const subjects = new Set(others.map(({ subject }) => subject));
  const leads = view.tick.leads.filter(({ from, to }) => from === root.subject && subjects.has(to));
  const [best = null] = [...leads].sort((a, b) => a.q - b.q || b.seen - a.seen);
  const named = incident.events.findLast(({ kind }) => kind === 'rooted');
  return {
    ...{ subject: root.subject, name: root.name, leads: leads.length, of: others.length },
    chosenBy: incident.root === root.subject ? (named?.by ?? null) : null,
    best: best && { lag: best.lag, q: best.q, seen: best.seen, of: best.of },
    histogram: await histogramOf(view, root, others),
  };
}

async function histogramOf(
  view: PageView,
  root: MemberRow,
  others: readonly MemberRow[],
): Promise<LagHistogram | null> {
  const { ledger, tick, at, scope } = view;
  const targets = new Map(tick.facts.series.map(({ id, target }) => [id, target]));
  const series = [root, ...others]
    .filter(({ subject, level }) => level === 'series' && targets.has(subject))
    .slice(0, MOST_SERIES);
  if (series[0] !== root || series.length < 2) return null;
  const known = await Promise.all(
    series.map(async ({ subject }) => {
      const { number } = await knownSeries(ledger, subject, scope.tenants);
      return { number, target: targets.get(subject)! };
    }),
  );
  const [first, ...rest] = known;
  return lagHistogram(ledger, first!, rest, MOST_LAG, at);
}
