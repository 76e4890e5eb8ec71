import { percentageOf, type Incident, type IncidentMember, type JoinReason, type SeriesFacts } from '@dqs/alerting';

import type { PageView } from '../page-view.js';
import { seriesRows, type SeriesRow } from '../series-rows.js';
import { memberName } from './incident-row.js';

/** What an incident is about, once for all alerts about it. */
export interface MemberRow {
  /** Id of the series, the source, or the model. */
  readonly subject: string;
  readonly level: IncidentMember['level'];
  /** `orders · references` */
  readonly name: string;
  /** Keys of its alerts. */
  readonly alerts: readonly string[];
  readonly owner: string | null;
  /** How it stands; null for what is no series, or of which nothing is known lately. */
  readonly row: SeriesRow | null;
  readonly joinedBy: JoinReason;
  /** What led it here, by how many days, at which rate of false leads. */
  readonly ledBy: { readonly name: string; readonly lag: number; readonly q: number } | null;
  readonly isRoot: boolean;
  /** When its last alert ended; null while one fires. */
  readonly resolvedAt: number | null;
}

/** Members of an incident, the root first. */
export function memberRows(view: PageView, { members }: Incident): readonly MemberRow[] {
  const known = new Map(seriesRows(view).map((one) => [one.id, one]));
  const names = new Map(members.map((one) => [one.subject, memberName(one)]));
  const bySubject = new Map<string, IncidentMember[]>();
  for (const one of members) bySubject.set(one.subject, [...(bySubject.get(one.subject) ?? []), one]);
  return [...bySubject].map(([subject, own], i) => {
    const [first] = own as [IncidentMember, ...IncidentMember[]];
    const led = own.find(({ ledBy }) => ledBy !== null)?.ledBy ?? null;
    const ends = own.map(({ resolvedAt }) => resolvedAt);
    return {
      ...{ subject, level: first.level, name: memberName(first), alerts: own.map(({ alert }) => alert) },
      ...{ owner: first.labels.owner ?? null, row: known.get(subject) ?? null, joinedBy: first.joinedBy },
      ledBy: led && { name: names.get(led.subject) ?? led.subject, lag: led.lag, q: led.q },
      isRoot: i === 0,
      resolvedAt: ends.includes(null) ? null : Math.max(...(ends as number[])),
    };
  });
}

/** Results of the members by day. Survives JSON. */
export interface IncidentGrid {
  /** Days since 1970-01-01, oldest first. */
  readonly days: readonly number[];
  readonly rows: readonly {
    readonly series: string;
    readonly name: string;
    /** By day. Percentage points by which a result missed its target, 0 where it did not; null without a result. */
    readonly below: readonly (number | null)[];
    /** Days on which somebody stepped in. */
    readonly intervened: readonly number[];
    readonly odds: number | null;
  }[];
}

/** Days of the grid. */
const GRID_DAYS = 14;
/** Series of the grid. */
export const MOST_SERIES = 30;

/** How series have done lately, day by day. */
export function gridOf(
  { tick }: PageView,
  members: readonly MemberRow[],
  intervened: ReadonlyMap<string, readonly number[]>,
): IncidentGrid {
  const { day, series } = tick.facts;
  const days = Array.from({ length: GRID_DAYS }, (_, i) => day - GRID_DAYS + 1 + i);
  const known = new Map(series.map((one) => [one.id, one]));
  const rows = members.flatMap(({ subject, name, level }) => {
    const facts = level === 'series' ? known.get(subject) : undefined;
    if (facts === undefined) return [];
    const own = intervened.get(subject) ?? [];
    const odds = facts.forecast?.pBelowTarget ?? null;
    return [{ series: subject, name, below: belowBy(facts, days), intervened: own, odds }];
  });
  return { days, rows: rows.slice(0, MOST_SERIES) };
}

function belowBy({ results, target }: SeriesFacts, days: readonly number[]): (number | null)[] {
  const byDay = new Map(results.map((one) => [one.day, one]));
  return days.map((day) => {
    const percentage = percentageOf(byDay.get(day));
    return percentage === undefined ? null : Math.max(0, Math.round(100 * (target - percentage)) / 100);
  });
}
