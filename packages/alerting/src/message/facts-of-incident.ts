import { MS_PER_DAY } from '@dqs/core';
import { localTime } from '@dqs/core/wording';

import {
  judgedDay,
  resultOf,
  seriesById,
  usualLag,
  type DayResult,
  type SeriesFacts,
  type TickFacts,
} from '../facts/facts.js';
import type { Incident, IncidentMember } from '../incidents/incident.js';
import type { Policy } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import type { IncidentFacts, IncidentSubject, MemberFacts, MessageForecast, ResultFacts } from './facts.js';

/** What is known around an incident when it is told. */
export interface IncidentContext {
  readonly policy: Pick<Policy, 'rules' | 'incidents' | 'timezone'>;
  /** The facts of the tick that tells it. */
  readonly facts: TickFacts;
  /** What was said of the judged day, by series. */
  readonly said?: ReadonlyMap<string, NonNullable<ResultFacts['said']>>;
  /** What neither policy nor tick knows: a title, the first reason of a forecast, the record of odds, what a person said. */
  readonly more?: Partial<
    Pick<
      IncidentFacts,
      'title' | 'reason' | 'record' | 'paged' | 'note' | 'fixBy' | 'earliestEnd' | 'silence' | 'silenceEnded'
    >
  >;
}

/** Good results that the end of an incident names. */
const MOST_RESULTS = 3;

/** The facts of an incident's message, a pure function of the incident and what is known around it. */
export function factsOfIncident(incident: Incident, context: IncidentContext): IncidentFacts {
  const { policy, facts, more = {} } = context;
  const active = incident.members.filter(({ resolvedAt }) => resolvedAt === null);
  const members = active.length > 0 ? active : incident.members;
  const root = members[0]!;
  const { owner } = root.labels;
  return {
    incident: incident.id,
    phase: incident.state,
    subject: subjectOf(members, context),
    severity: incident.severity,
    ...(owner !== undefined && { owner }),
    rule: root.rule,
    openedAt: incident.openedAt,
    knownAt: facts.at,
    timeZone: policy.timezone,
    ...(incident.acknowledgedBy !== null && { holder: incident.acknowledgedBy, ...noteOf(incident) }),
    ...(incident.title !== undefined && { title: incident.title }),
    ...(incident.fixBy !== undefined && { fixBy: incident.fixBy.at }),
    ...resolutionOf(incident, root, context),
    ...more,
  };
}

/** What whoever has it said last. */
function noteOf({ events, acknowledgedBy }: Incident): { readonly note?: string } {
  const note = events.findLast(({ by, note: words }) => words !== undefined && by === acknowledgedBy)?.note;
  return note === undefined ? {} : { note };
}

function subjectOf(members: readonly IncidentMember[], context: IncidentContext): IncidentSubject {
  const root = members[0]!;
  if (root.level === 'source') return sourceOf(root, context.facts, context.policy.timezone);
  if (root.level === 'series') return { kind: 'series', members: membersOf(members, context) };
  return {
    kind: 'finding',
    what: `${root.subject}: ${root.rule}`,
    state: 'watch',
    lines: root.reasons.slice(0, 2).map(reasonLine),
  };
}

/** `e_value(live_vs_naive) >= 100: 131.` */
function reasonLine({ check, observed }: Reason): string {
  const shown = typeof observed === 'number' ? Number(observed.toPrecision(4)) : (observed ?? 'unknown');
  return `${check}: ${shown}.`;
}

/** A source with the clocks at which it usually has delivered, those of the reader. */
function sourceOf(root: IncidentMember, facts: TickFacts, timeZone: string): IncidentSubject {
  const known = facts.sources.find(({ source }) => source === root.subject);
  const clockAt = (share: number) => {
    const lag = known && usualLag(known, share);
    return lag === undefined ? '–' : localTime(facts.day * MS_PER_DAY + lag, timeZone).clock;
  };
  const series = facts.series.filter(({ labels }) => labels.source === root.subject).length;
  return { kind: 'source', source: root.subject, usual: clockAt(0.5), latest: clockAt(0.99), series };
}

/** One member for each series, however many rules speak of it. */
function membersOf(members: readonly IncidentMember[], { policy, facts, said }: IncidentContext): MemberFacts[] {
  const forecasts = new Set(policy.rules.filter(({ isForecast }) => isForecast).map(({ id }) => id));
  const known = seriesById(facts);
  const bySubject = new Map<string, IncidentMember[]>();
  for (const member of members) bySubject.set(member.subject, [...(bySubject.get(member.subject) ?? []), member]);
  return [...bySubject].map(([subject, own]) => {
    const { labels } = own[0]!;
    const series = known.get(subject);
    const isFailing = own.some(({ rule }) => !forecasts.has(rule));
    return {
      dataset: labels.datasetName ?? labels.dataset ?? subject,
      rule: labels.rule ?? own[0]!.rule,
      state: isFailing ? 'failing' : 'likely',
      target: series?.target ?? 100,
      ...(series !== undefined && stateOf(series, facts, said?.get(subject), isFailing)),
    };
  });
}

function stateOf(series: SeriesFacts, facts: TickFacts, said: ResultFacts['said'], isFailing: boolean) {
  const day = judgedDay(series, facts);
  if (series.intervened) return { intervened: { day, what: 'fixed by hand', ...(said && { odds: said.odds }) } };
  const result = isFailing ? resultOf(series.results, day) : undefined;
  return {
    ...(series.forecast && { forecast: forecastOf(series.forecast) }),
    ...(result && {
      result: { ...countsOf(result), day, isBelow: !isGood(result, series.target), ...(said && { said }) },
    }),
  };
}

function forecastOf({ day, pBelowTarget, expected, lower80, upper80, naive }: NonNullable<SeriesFacts['forecast']>) {
  return { day, odds: pBelowTarget, expected, lower80, upper80, naive } satisfies MessageForecast;
}

function countsOf({ passes, fails }: DayResult) {
  return { passes, executions: passes + fails };
}

function isGood({ passes, fails }: DayResult, target: number): boolean {
  return 100 * passes >= target * (passes + fails);
}

/** How it ended, with the run of good results that ended it. */
function resolutionOf({ resolution, state }: Incident, root: IncidentMember, { policy, facts }: IncidentContext) {
  if (state !== 'resolved' || resolution === null) return {};
  const { reason, by, at } = resolution;
  const series = seriesById(facts).get(root.subject);
  const graded = (series?.results ?? []).filter(({ passes, fails }) => passes + fails > 0);
  const lastBad = graded.findLastIndex((result) => !isGood(result, series!.target));
  return {
    resolvedAt: at,
    resolution: {
      reason,
      ...(by !== 'policy' && { by }),
      results: graded
        .slice(lastBad + 1)
        .slice(-MOST_RESULTS)
        .map(countsOf),
      ...(series !== undefined && { target: series.target }),
      reopensWithinDays: Math.round(policy.incidents.reopenWithinMs / MS_PER_DAY),
    },
  };
}
