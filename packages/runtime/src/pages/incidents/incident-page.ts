import { incidentsAt, type Incident, type RecordFacts } from '@dqs/alerting';
import { DqsError, MS_PER_DAY } from '@dqs/core';

import { seesIncident, type PageView } from '../page-view.js';
import { happenedRows, type HappenedRow } from './happened.js';
import { incidentRow, incidentTag, memberName, type IncidentRow } from './incident-row.js';
import { gridOf, memberRows, MOST_SERIES, type IncidentGrid, type MemberRow } from './members.js';
import { rootOf, type RootView } from './root.js';
import { saidAndCame } from './said-and-came.js';
import { stepsOf, type IncidentSteps } from './steps.js';
import { sentRows, toldRows, type IncidentToldRow } from './told.js';

/** Days that are looked back at, at most, from before an incident opened. */
const [MOST_DAYS, DAYS_BEFORE] = [30, 3];
/** Incidents that were like it. */
const MOST_SIMILAR = 5;
/** Members that a page holds; the rest is counted. */
const MOST_MEMBERS = 200;

/** An incident that was like this one. */
export interface SimilarRow {
  readonly id: string;
  readonly what: string;
  readonly isSameRoot: boolean;
  /** Members that both have. */
  readonly shared: number;
  readonly openedAt: number;
  readonly endedAt: number;
  readonly resolution: string;
  readonly by: string | null;
}

/** An incident: how far it has come, what is in it, where it began, what happened, who was told. Survives JSON. */
export interface IncidentPage extends IncidentRow {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** The mark that acts are about: one that has changed since is refused. */
  readonly etag: string;
  /** What a person called it; null where it is named after what it is about. */
  readonly title: string | null;
  /** Source that its members share; null where they do not. */
  readonly source: string | null;
  readonly mergedInto: string | null;
  readonly splitFrom: string | null;
  /** Reasons of the policy for which it may end; without any, every reason is good. */
  readonly resolutionReasons: readonly string[];
  /** Whether it can be opened again: a person ended it while something of it fired. */
  readonly mayReopen: boolean;
  readonly steps: IncidentSteps;
  readonly grid: IncidentGrid;
  readonly members: readonly MemberRow[];
  /** Members that are not among them. */
  readonly moreMembers: number;
  readonly root: RootView | null;
  readonly happened: readonly HappenedRow[];
  readonly told: readonly IncidentToldRow[];
  readonly similar: readonly SimilarRow[];
  /** How often odds came true, by tenths. */
  readonly record: readonly RecordFacts[];
  /** Other incidents that are open, which it could take over. */
  readonly others: readonly { readonly id: string; readonly what: string }[];
}

/** An incident as known to a view. @throws DqsError `incident-unknown` if it is not there, or not for whoever asks. */
export async function incidentPage(view: PageView, id: string): Promise<IncidentPage> {
  const { at, isNow, opened, state } = view;
  const { policy } = opened;
  const all = await earlierIncidents(view);
  const incident = state.incidents.find((one) => one.id === id) ?? all.find((one) => one.id === id);
  if (incident === undefined) {
    throw new DqsError('incident-unknown', `expected the id of an incident, got ${JSON.stringify(id)}`);
  }
  const members = memberRows(view, incident);
  const shown = members.filter(({ level, row }) => level === 'series' && row !== null).slice(0, MOST_SERIES);
  const ids = shown.map(({ subject }) => subject);
  const days = await saidAndCame(view, ids, spanOf(incident, view));
  const [sent, told, root] = await Promise.all([
    sentRows(view, incident),
    toldRows(view, incident),
    rootOf(view, incident, members),
  ]);
  const sources = new Set(incident.members.map(({ labels }) => labels.source ?? ''));
  const { mergedInto, splitFrom } = incident;
  return {
    ...incidentRow(view, incident),
    ...{ knownAt: at, isNow, timeZone: policy.timezone, etag: incidentTag(incident) },
    ...{ title: incident.title ?? null, source: sources.size === 1 ? [...sources][0]! || null : null },
    ...{ mergedInto, splitFrom, resolutionReasons: policy.incidents.resolutionReasons },
    mayReopen:
      incident.state === 'resolved' &&
      mergedInto === null &&
      state.incidents.includes(incident) &&
      incident.members.some(({ resolvedAt }) => resolvedAt === null),
    steps: stepsOf(incident, shown, days, sent),
    grid: gridOf(view, shown, intervenedBy(days)),
    members: members.slice(0, MOST_MEMBERS),
    moreMembers: Math.max(0, members.length - MOST_MEMBERS),
    root,
    happened: happenedRows(incident, shown, days, sent),
    told,
    similar: similarTo(incident, all),
    record: view.tick.morning.tenths,
    others: state.incidents
      .filter((one) => one.id !== id && one.state !== 'resolved')
      .map((one) => ({ id: one.id, what: nameOf(one) })),
  };
}

/** All incidents that somebody may see, the one that opened last first. */
async function earlierIncidents({ alerting, opened, at, scope, once }: PageView): Promise<readonly Incident[]> {
  const all = await once.of('all incidents', () => incidentsAt(alerting, opened.policy.name, at));
  return all.filter((one) => seesIncident(scope, one));
}

/** The days that tell of an incident: from before it opened to the next forecast. */
function spanOf({ openedAt, resolution }: Incident, { tick, at }: PageView) {
  const to = resolution === null ? Math.floor(at / MS_PER_DAY) + 1 : Math.floor(resolution.at / MS_PER_DAY);
  const from = Math.floor(openedAt / MS_PER_DAY) - DAYS_BEFORE;
  return { from: Math.max(from, Math.min(to, tick.facts.day) - MOST_DAYS), to };
}

function intervenedBy(days: Awaited<ReturnType<typeof saidAndCame>>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { series, day, intervened } of days) {
    if (intervened !== null) found.set(series, [...(found.get(series) ?? []), day]);
  }
  return found;
}

/** Incidents that had ended before, with the same root or the most members in common. */
function similarTo(incident: Incident, all: readonly Incident[]): readonly SimilarRow[] {
  const subjects = new Set(incident.members.map(({ subject }) => subject));
  const rootOfIt = incident.members[0]?.subject;
  const found = all.flatMap((one) => {
    const { resolution, members, mergedInto } = one;
    if (one.id === incident.id || resolution === null || mergedInto !== null || one.openedAt >= incident.openedAt)
      return [];
    const own = new Set(members.map(({ subject }) => subject));
    const shared = [...own].filter((subject) => subjects.has(subject)).length;
    if (shared === 0) return [];
    const isSameRoot = members[0]?.subject === rootOfIt;
    return [{ one, isSameRoot, shared, score: Number(isSameRoot) + shared / (own.size + subjects.size - shared) }];
  });
  return found
    .sort((a, b) => b.score - a.score || b.one.openedAt - a.one.openedAt)
    .slice(0, MOST_SIMILAR)
    .map(({ one: { openedAt, resolution, ...one }, isSameRoot, shared }) => ({
      ...{ id: one.id, what: nameOf(one), isSameRoot, shared, openedAt },
      ...{ endedAt: resolution!.at, resolution: resolution!.reason },
      by: resolution!.by === 'policy' ? null : resolution!.by,
    }));
}

/** What an incident is about, in as few words as a list has room for. */
function nameOf({ id, title, members }: Pick<Incident, 'id' | 'title' | 'members'>): string {
  const names = [...new Set(members.map(memberName))];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return title ?? (names.length === 0 ? id : `${names[0]}${more}`);
}
