import { silenceReach, type KeptSilence, type Quiet, type SilenceMatch } from '@dqs/alerting';

import { isOnlyOf } from '../../serving/silence-tenants.js';
import type { PageView } from '../page-view.js';

/** Silences that are over, the last ones of which the page holds. */
const MOST_OVER = 50;

/** What keeps alerts quiet for a time. */
export interface SilenceRow {
  /** Null for those of the policy, which are changed in it. */
  readonly id: string | null;
  readonly kind: 'silence' | 'window';
  readonly state: 'active' | 'pending' | 'over';
  readonly what: string;
  readonly match: SilenceMatch | null;
  /** Null where the policy does not say it in one. */
  readonly from: number | null;
  /** When it ends, or ended before its time. */
  readonly until: number | null;
  readonly by: string | null;
  readonly comment: string;
  /** Series that it matches, of those that somebody sees; null where it is over, or stands in the policy. */
  readonly series: number | null;
  readonly firing: number | null;
}

const ORDER = ['active', 'pending', 'over'] as const;

/** The silences that people made and those of the policy that hold. */
export async function silenceRows(view: PageView): Promise<readonly SilenceRow[]> {
  const { alerting, opened, at, scope } = view;
  const all = (await alerting.silences(opened.policy.name)).filter(
    (one) => one.at <= at && isOnlyOf(one.match, scope.tenants),
  );
  const made = all.map((one) => madeRow(view, one)).sort(byState);
  const over = made.filter(({ state }) => state === 'over').slice(0, MOST_OVER);
  // Those of the policy name patterns of anybody.
  const written = scope.tenants === undefined ? opened.policy.quiets.filter(({ holdsAt }) => holdsAt(at)) : [];
  return [
    ...made.filter(({ state }) => state === 'active'),
    ...written.map((one) => writtenRow(view, one)),
    ...made.filter(({ state }) => state === 'pending'),
    ...over,
  ];
}

function byState(a: SilenceRow, b: SilenceRow): number {
  const states = ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
  if (states !== 0) return states;
  // What ends next comes first, of what is over what ended last.
  return a.state === 'over' ? b.until! - a.until! : a.until! - b.until!;
}

function madeRow({ opened, tick, state, at }: PageView, silence: KeptSilence): SilenceRow {
  const { id, match, from, by, comment, ended } = silence;
  const until = ended !== null && ended.at <= at ? Math.min(silence.until, ended.at) : silence.until;
  const stands = at >= until ? 'over' : at < from ? 'pending' : 'active';
  const reach = stands === 'over' ? null : silenceReach(match, opened.policy, tick.facts.series, state.alerts);
  return {
    ...{ id, kind: 'silence' as const, state: stands, what: matchText(match), match, from, until, by, comment },
    ...{ series: reach?.series.length ?? null, firing: reach?.firing.length ?? null },
  };
}

/** `dataset orders*, payments; source shop`. */
export function matchText(match: SilenceMatch): string {
  return Object.entries(match)
    .filter(([, patterns]) => patterns.length > 0)
    .map(([field, patterns]) => `${field} ${patterns.join(', ')}`)
    .join('; ');
}

/** `to 2026-12-31 by ann: Migration`, as the policy says it of its silences. */
const WRITTEN = /^silenced to [\d-]{10} by ([^:]{1,200}): ([^]*)$/;

function writtenRow({ state, at }: PageView, { kind, why, changesAfter, matches }: Quiet): SilenceRow {
  const firing = state.alerts.filter((one) => one.suppressed?.why === why && matches(one)).length;
  const [, by = null, what = why.replace(/^(?:silenced|window) /, '')] = WRITTEN.exec(why) ?? [];
  return {
    ...{ id: null, kind, state: 'active' as const, what, match: null, from: null },
    ...{ until: changesAfter(at) ?? null, by, comment: 'in the policy', series: null, firing },
  };
}
