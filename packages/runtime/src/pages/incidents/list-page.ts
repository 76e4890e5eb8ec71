import { byGravity, incidentsAt, isActive, needsPerson, type Incident, type Policy } from '@dqs/alerting';
import { compareText, MS_PER_DAY } from '@dqs/core';
import { median } from '@dqs/core/stats';

import { seesIncident, type PageView } from '../page-view.js';
import { pageTable, type PageTable } from '../table.js';
import { incidentRow, takenOver, type IncidentRow } from './incident-row.js';

/** Days over which figures are made, and those before with which they are compared. */
const FIGURE_DAYS = 28;
/** Days for which incidents that are over stand below those that are open. */
const RECENT_DAYS = 14;
const WEEK = 7;
/** Incidents of a list, at most. */
const MOST_ROWS = 500;

/** Which incidents are shown. */
export const INCIDENT_LISTS = ['open', 'resolved', 'all'] as const;

/** What of the incidents is shown. */
export interface IncidentListQuery {
  readonly show: (typeof INCIDENT_LISTS)[number];
  /** Only those that nobody has. */
  readonly nobody: boolean;
}

/** How long something took in the middle of several, milliseconds; null where it never happened. */
interface Median {
  readonly now: number | null;
  readonly before: number | null;
}

/** The incidents and how they go. Instants and lengths are milliseconds. Survives JSON. */
export interface IncidentsPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  readonly show: IncidentListQuery['show'];
  readonly nobody: boolean;
  readonly open: { readonly count: number; readonly needy: number; readonly nobody: number };
  /** Opened within a week, and in the week before. */
  readonly fresh: { readonly count: number; readonly before: number };
  readonly acknowledged: Median;
  readonly resolved: Median & { readonly withinDay: number; readonly of: number };
  /** Of incidents in which something failed, those that had been warned of before, and how long before. */
  readonly warned: { readonly count: number; readonly of: number; readonly median: number | null };
  /** Incidents of the last {@link FIGURE_DAYS} that are over, and why. */
  readonly over: number;
  readonly reasons: readonly { readonly reason: string; readonly owner: string | null; readonly count: number }[];
  /** Series and sources that fire under a silence and tell nobody. */
  readonly silenced: number;
  readonly rows: readonly IncidentRow[];
  /** Those that were resolved lately, below the open ones. */
  readonly recent: readonly IncidentRow[];
  /** Rows that are not shown. */
  readonly more: number;
}

/** The incidents as known to a view, the gravest first. */
export async function incidentsPage(view: PageView, { show, nobody }: IncidentListQuery): Promise<IncidentsPage> {
  const { at, isNow, opened, state } = view;
  const { policy } = opened;
  const all = await recentIncidents(view);
  const open = all.filter((one) => one.state !== 'resolved');
  const over = all.filter((one) => one.state === 'resolved' && one.mergedInto === null);
  const lately = over.filter((one) => one.resolution!.at > at - FIGURE_DAYS * MS_PER_DAY);
  const isShown = (one: Incident) => !nobody || one.acknowledgedBy === null;
  const chosen = (show === 'open' ? open : show === 'resolved' ? lately : [...open, ...lately]).filter(isShown);
  const below =
    show === 'open' && !nobody ? over.filter((one) => one.resolution!.at > at - RECENT_DAYS * MS_PER_DAY) : [];
  const row = (one: Incident) => incidentRow(view, one);
  return {
    ...{ knownAt: at, isNow, timeZone: policy.timezone, show, nobody },
    open: {
      count: open.length,
      needy: open.filter(needsPerson).length,
      nobody: open.filter(({ acknowledgedBy }) => acknowledgedBy === null).length,
    },
    ...figuresOf(all, over, policy, at),
    over: lately.length,
    reasons: reasonsOf(lately),
    silenced: new Set(
      state.alerts.filter((one) => isActive(one) && one.suppressed?.by === 'silence').map(({ subject }) => subject),
    ).size,
    rows: chosen.sort(byRank).slice(0, MOST_ROWS).map(row),
    recent: below.sort(byEnd).slice(0, MOST_ROWS).map(row),
    more: Math.max(0, chosen.length - MOST_ROWS),
  };
}

/** Incidents that somebody may see: those that are open, and those of the days that figures are made from. */
async function recentIncidents(view: PageView): Promise<readonly Incident[]> {
  const { alerting, opened, at, state, scope, once } = view;
  const from = at - 2 * FIGURE_DAYS * MS_PER_DAY;
  const name = opened.policy.name;
  const found = await once.of(`incidents since ${Math.floor(from / MS_PER_DAY)}`, () =>
    incidentsAt(alerting, name, at, { from: Math.floor(from / MS_PER_DAY) * MS_PER_DAY, limit: 10_000 }),
  );
  // Of those of now the state knows best: what was read once may be some minutes old.
  const known = new Map(found.filter((one) => seesIncident(scope, one)).map((one) => [one.id, one]));
  for (const one of state.incidents) known.set(one.id, one);
  return [...known.values()];
}

function figuresOf(all: readonly Incident[], over: readonly Incident[], policy: Policy, at: number) {
  const within = (time: number, days: number, ago = 0) =>
    time > at - (ago + days) * MS_PER_DAY && time <= at - ago * MS_PER_DAY;
  const split = (lengths: readonly (readonly [at: number, ms: number])[]): Median => ({
    now: medianOf(lengths.filter(([time]) => within(time, FIGURE_DAYS)).map(([, ms]) => ms)),
    before: medianOf(lengths.filter(([time]) => within(time, FIGURE_DAYS, FIGURE_DAYS)).map(([, ms]) => ms)),
  });
  const taken = all.flatMap((one) => {
    const event = takenOver(one);
    return event === undefined ? [] : [[one.openedAt, event.at - one.openedAt] as const];
  });
  const ended = over.map(({ openedAt, resolution }) => [resolution!.at, resolution!.at - openedAt] as const);
  const lately = ended.filter(([time]) => within(time, FIGURE_DAYS));
  const leads = all
    .filter(({ openedAt }) => within(openedAt, FIGURE_DAYS))
    .flatMap((one) => warningOf(one, policy) ?? []);
  const warned = leads.filter(({ before }) => before !== null);
  return {
    fresh: {
      count: all.filter(({ openedAt }) => within(openedAt, WEEK)).length,
      before: all.filter(({ openedAt }) => within(openedAt, WEEK, WEEK)).length,
    },
    acknowledged: split(taken),
    resolved: { ...split(ended), withinDay: lately.filter(([, ms]) => ms <= MS_PER_DAY).length, of: lately.length },
    warned: { count: warned.length, of: leads.length, median: medianOf(warned.map(({ before }) => before!)) },
  };
}

/** How long before something of an incident failed it was warned of; undefined where nothing failed. */
function warningOf({ members }: Incident, { rules }: Policy): { readonly before: number | null } | undefined {
  const forecasts = new Set(rules.filter(({ isForecast }) => isForecast).map(({ id }) => id));
  const firstOf = (wanted: boolean) =>
    members
      .filter(({ level, rule }) => level === 'series' && forecasts.has(rule) === wanted)
      .reduce((least, { firedAt }) => Math.min(least, firedAt), Infinity);
  const [warned, failed] = [firstOf(true), firstOf(false)];
  if (failed === Infinity) return undefined;
  return { before: warned < failed ? failed - warned : null };
}

function reasonsOf(over: readonly Incident[]): IncidentsPage['reasons'] {
  const counts = new Map<string, { reason: string; owner: string | null; count: number }>();
  for (const { resolution, members } of over) {
    const { reason } = resolution!;
    const owner = members[0]?.labels.owner ?? null;
    const key = JSON.stringify([reason, owner]);
    const known = counts.get(key) ?? { reason, owner, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

/** Those that nobody has resolved first, the gravest of them first; then those that ended last. */
function byRank(a: Incident, b: Incident): number {
  const isOver = ({ state }: Incident) => Number(state === 'resolved');
  return isOver(a) - isOver(b) || (isOver(a) ? byEnd(a, b) : byGravity(a, b)) || compareText(a.id, b.id);
}

function byEnd(a: Incident, b: Incident): number {
  return b.resolution!.at - a.resolution!.at || compareText(a.id, b.id);
}

/** The tables of the page: its rows, and why incidents ended. */
export function incidentsTables(page: IncidentsPage): readonly PageTable[] {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return [
    pageTable('incidents', [...page.rows, ...page.recent], {
      incident: ['id', (row) => row.id],
      state: ['state of the visual language', (row) => row.state],
      severity: ['info, warning or critical', (row) => row.severity],
      phase: ['open, acknowledged or resolved', (row) => row.phase],
      what: ['what it is called or about', (row) => row.what],
      series: ['series in it', (row) => row.series],
      reason: ['first reason', (row) => row.reason],
      owner: ['who answers for it', (row) => row.owner],
      holder: ['who has it', (row) => row.holder],
      opened_at: ['ISO 8601', (row) => time(row.openedAt)],
      ended_at: ['ISO 8601', (row) => time(row.endedAt)],
      resolution: ['why it is over', (row) => row.resolution],
      resolved_by: ['who said so; nobody where it ended by itself', (row) => row.resolvedBy],
    }),
    pageTable('reasons', page.reasons, {
      reason: ['why incidents ended', (row) => row.reason],
      owner: ['who answers for them', (row) => row.owner],
      incidents: ['how many', (row) => row.count],
    }),
  ];
}
