import {
  percentageOf,
  type Incident,
  type IncidentEvent,
  type IncidentMember,
  type MessageState,
  type Severity,
} from '@dqs/alerting';
import { messageOf } from '@dqs/pipelines';
import { countText } from '@dqs/core/wording';

import type { PageView } from '../page-view.js';
import { factsById } from '../series/series-facts.js';

/** Days of a row's bars. */
export const ROW_DAYS = 14;

/** An incident as lists show it. Instants are milliseconds since 1970, days those since 1970-01-01. Survives JSON. */
export interface IncidentRow {
  readonly id: string;
  /** What a person called it, else what it is about. */
  readonly what: string;
  readonly state: MessageState;
  readonly severity: Severity;
  /** `open`, `acknowledged` or `resolved`. */
  readonly phase: Incident['state'];
  /** Series in it, or of a source that is silent. */
  readonly series: number;
  /** Why it is one, or the newest fact about it. */
  readonly reason: string;
  readonly owner: string | null;
  /** Who has it. */
  readonly holder: string | null;
  /** Series of it that missed their target, or had no result where their source is silent, by day up to {@link IncidentRow.lastDay}. */
  readonly bars: readonly number[];
  readonly lastDay: number;
  readonly openedAt: number;
  readonly endedAt: number | null;
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
}

/** An incident as a list shows it. */
export function incidentRow(view: PageView, incident: Incident): IncidentRow {
  const { id, severity, state: phase, members, acknowledgedBy, openedAt, resolution } = incident;
  const { policy } = view.opened;
  const message = members.length === 0 ? undefined : messageOf({ policy, tick: view.tick, pages: undefined }, incident);
  const series = seriesOfIncident(view, incident);
  return {
    ...{ id, what: incident.title ?? message?.what ?? id, state: message?.state ?? 'resolved', severity, phase },
    ...{ series: series.length, reason: reasonOf(incident, message?.lines ?? []) },
    ...{ owner: members[0]?.labels.owner ?? null, holder: phase === 'open' ? null : acknowledgedBy },
    ...{ bars: barsOf(view, incident, series), lastDay: view.tick.facts.day, openedAt },
    endedAt: phase === 'resolved' ? (resolution?.at ?? null) : null,
    resolution: resolution?.reason ?? null,
    resolvedBy: resolution === null || resolution.by === 'policy' ? null : resolution.by,
  };
}

/** The series that an incident is about: those of its members, and those of a source that is silent. */
export function seriesOfIncident({ tick }: PageView, { members }: Incident): readonly string[] {
  const own = new Set(members.filter(({ level }) => level === 'series').map(({ subject }) => subject));
  const sources = new Set(members.filter(({ level }) => level === 'source').map(({ subject }) => subject));
  if (sources.size > 0) {
    for (const { id, labels } of tick.facts.series) if (sources.has(labels.source ?? '')) own.add(id);
  }
  return [...own];
}

function reasonOf({ state, resolution, members, mergedInto }: Incident, lines: readonly string[]): string {
  if (mergedInto !== null) return `merged into ${mergedInto}`;
  if (state === 'resolved') return resolution?.reason ?? 'recovered';
  const led = members.filter((one) => one.ledBy !== null);
  if (led.length === 0) return firstFact(lines[0] ?? '');
  const { ledBy } = led[0]!;
  const leader = members.find(({ subject }) => subject === ledBy!.subject);
  return `${leader ? memberName(leader) : ledBy!.subject} leads by ${ledBy!.lag === 1 ? 'one day' : countText(ledBy!.lag, 'day')}`;
}

/** Of a sentence what a row has room for: `86 of 96 passed, 89.6 %, target 97`; what more is known stands on the page. */
function firstFact(line: string): string {
  const [sentence = ''] = line.split(/\. (?=[A-Z])/);
  return sentence.replace(/^[^:]* of \p{L}+: /u, '').split(': expected')[0]!;
}

/** `orders · references`, or what else it is. */
export function memberName({
  level,
  subject,
  labels,
  rule,
}: Pick<IncidentMember, 'level' | 'subject' | 'labels' | 'rule'>): string {
  if (level !== 'series') return level === 'source' ? subject : `${subject}: ${rule}`;
  return `${labels.datasetName ?? labels.dataset ?? subject} · ${labels.rule ?? rule}`;
}

function barsOf({ tick }: PageView, { members }: Incident, series: readonly string[]): number[] {
  const silent = new Set(members.filter(({ level }) => level === 'source').map(({ subject }) => subject));
  const { day } = tick.facts;
  const known = factsById(tick.facts.series);
  const bars = new Array<number>(ROW_DAYS).fill(0);
  for (const one of series) {
    const facts = known.get(one);
    if (!facts) continue;
    const { labels, target, results } = facts;
    const byDay = new Map(results.map((result) => [result.day, result]));
    for (let i = 0; i < ROW_DAYS; i += 1) {
      const result = byDay.get(day - ROW_DAYS + 1 + i);
      const isBad = silent.has(labels.source ?? '') ? result === undefined : (percentageOf(result) ?? 100) < target;
      if (isBad) bars[i]! += 1;
    }
  }
  return bars;
}

/** The first event by which somebody took an incident over; undefined while nobody has. */
export function takenOver({ events }: Pick<Incident, 'events'>): IncidentEvent | undefined {
  return events.find(({ kind }) => kind === 'acknowledged' || kind === 'assigned' || kind === 'fixed');
}

/** Marks an incident as it is: whatever happens to it is an event of it. */
export function incidentTag({ id, events }: Pick<Incident, 'id' | 'events'>): string {
  return `"${id}-${events.length}"`;
}
