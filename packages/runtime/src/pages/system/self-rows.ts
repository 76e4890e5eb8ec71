import {
  decideTick,
  NO_ALERTS,
  readPolicy,
  SYSTEM_POLICY,
  usualLag,
  type Alert,
  type Policy,
  type Reason,
  type Severity,
  type SystemFacts,
  type TickFacts,
} from '@dqs/alerting';
import { MS_PER_HOUR } from '@dqs/core';

import type { PageView } from '../page-view.js';

/** What an alert about the system looks at, as numbers; times are milliseconds. */
export type SelfFigure =
  | { readonly kind: 'share'; readonly value: number }
  | { readonly kind: 'count'; readonly value: number; readonly of: number | null }
  | { readonly kind: 'age'; readonly value: number }
  | { readonly kind: 'evidence'; readonly value: number; readonly limit: number }
  | { readonly kind: 'coverage'; readonly coverage80: number | null; readonly coverage95: number | null };

/** An alert about the system itself. Survives JSON. */
export interface SelfRow {
  /** Id of the rule, and name of its runbook. */
  readonly rule: string;
  readonly title: string;
  /** `unknown` where nothing is known of what it looks at. */
  readonly state: 'ok' | 'pending' | 'firing' | 'unknown';
  readonly severity: Severity | null;
  /** Since when it fires; null where nobody decides about it again and again. */
  readonly since: number | null;
  /** The parts that it fires for, with what was found. */
  readonly parts: readonly { readonly part: string; readonly reasons: readonly Reason[] }[];
  readonly figure: SelfFigure | null;
  /** Its open incident. */
  readonly incident: string | null;
}

/** What is known of the system itself. */
export interface SelfPart {
  /** Whether an alerting of these rules decides, so that somebody is told. */
  readonly isDecided: boolean;
  readonly rows: readonly SelfRow[];
}

/** Name of the alerting that decides about the system. */
const ALERTING = 'system';
/** Time after which a watchdog is raised by whoever has heard nothing. */
const WATCHDOG_MS = 3 * MS_PER_HOUR;
/** Evidence from which a model counts as worse than naive. */
const WORSE_EVIDENCE = 100;

let policy: Policy | undefined;

/**
 * The alerts about the system, decided by its policy on what is known now. Where an alerting of that policy runs, on from where it
 * stands.
 *
 * @param system what is known beside what a tick sees.
 */
export async function selfPart(view: PageView, system: readonly SystemFacts[]): Promise<SelfPart> {
  policy ??= readPolicy(SYSTEM_POLICY, 'system.yaml').policy;
  const { tick, alerting, at } = view;
  const { state: kept, version } = await alerting.load(ALERTING);
  const isDecided = version > 0;
  const before = isDecided && (kept.at ?? 0) <= at ? kept : NO_ALERTS;
  const facts: TickFacts = { ...tick.facts, at, series: [], system: [...tick.facts.system, ...system] };
  const { state } = decideTick(policy, before, facts);
  const seen: Seen = { facts, isDecided, decidedAt: kept.at, alerts: state.alerts };
  const rows = policy.rules.map(({ id }) => {
    const incident = kept.incidents.find(
      (one) =>
        one.state !== 'resolved' && one.members.some(({ rule, resolvedAt }) => rule === id && resolvedAt === null),
    );
    return { ...selfRow(id, seen), incident: incident?.id ?? null };
  });
  return { isDecided, rows };
}

interface Seen {
  readonly facts: TickFacts;
  readonly isDecided: boolean;
  readonly decidedAt: number | null;
  readonly alerts: readonly Alert[];
}

function selfRow(rule: string, seen: Seen): Omit<SelfRow, 'incident'> {
  const { title, figure } = LOOKS.get(rule)!;
  const shown = { rule, title, figure: figure(seen) };
  // It always fires; what matters is whether it is still heard.
  if (rule === 'watchdog') return { ...shown, ...watchdog(seen), parts: [] };
  const alerts = seen.alerts.filter(
    (one) => one.rule === rule && one.known && one.phase !== 'inactive' && one.phase !== 'resolved',
  );
  const fires = alerts.filter(({ phase }) => phase !== 'pending' || !seen.isDecided);
  const first = fires[0] ?? alerts[0];
  return {
    ...shown,
    state: fires.length > 0 ? 'firing' : alerts.length > 0 ? 'pending' : shown.figure === null ? 'unknown' : 'ok',
    severity: first?.severity ?? null,
    since: first !== undefined && seen.isDecided ? first.since : null,
    parts: (fires.length > 0 ? fires : alerts).map(({ subject, reasons }) => ({ part: subject, reasons })),
  };
}

function watchdog({ decidedAt, isDecided, facts }: Seen): Pick<SelfRow, 'state' | 'severity' | 'since'> {
  if (!isDecided || decidedAt === null) return { state: 'unknown', severity: null, since: null };
  const isHeard = facts.at - decidedAt < WATCHDOG_MS;
  return isHeard
    ? { state: 'ok', severity: null, since: null }
    : { state: 'firing', severity: 'critical', since: decidedAt + WATCHDOG_MS };
}

interface Look {
  readonly title: string;
  readonly figure: (seen: Seen) => SelfFigure | null;
}

/** How each alert is shown while it does not fire, by rule. */
const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['source-late', { title: 'Sources', figure: ({ facts }) => lateSources(facts) }],
  ['forecasts-not-issued', { title: 'Forecasts issued', figure: ({ facts }) => shareOf(facts) }],
  ['worse-than-naive', { title: 'Not worse than naive', figure: ({ facts }) => evidenceOf(facts) }],
  ['coverage-off', { title: 'Ranges hold', figure: ({ facts }) => coverageOf(facts) }],
  ['outbox-stuck', { title: 'Messages sent', figure: oldest('outbox') }],
  ['channel-failing', { title: 'Channels', figure: failing('channel') }],
  ['store-trouble', { title: 'Room on the disk', figure: failing('store') }],
  ['retraining-stuck', { title: 'Retraining', figure: oldest('retraining') }],
  ['rollback-happened', { title: 'Rollbacks', figure: ({ facts }) => count(partsOf(facts, 'alias').length, null) }],
  ['audit-broken', { title: 'Audit chain', figure: oldest('audit') }],
  ['job-late', { title: 'Jobs', figure: oldest('tick') }],
  [
    'watchdog',
    {
      title: 'Watchdog',
      figure: ({ decidedAt, facts }) => (decidedAt === null ? null : { kind: 'age', value: facts.at - decidedAt }),
    },
  ],
]);

function partsOf({ system }: TickFacts, kind: string): readonly SystemFacts[] {
  return system.filter((one) => one.kind === kind);
}

function oldest(kind: string): Look['figure'] {
  return ({ facts }) => {
    const ages = partsOf(facts, kind).flatMap(({ age }) => (age === undefined ? [] : [age]));
    return ages.length === 0 ? null : { kind: 'age', value: Math.max(...ages) };
  };
}

function failing(kind: string): Look['figure'] {
  return ({ facts }) => {
    const parts = partsOf(facts, kind);
    return parts.length === 0 ? null : count(parts.filter(({ ok }) => ok === false).length, parts.length);
  };
}

function count(value: number, of: number | null): SelfFigure {
  return { kind: 'count', value, of };
}

function shareOf(facts: TickFacts): SelfFigure | null {
  const share = partsOf(facts, 'forecasts')[0]?.share;
  return share === undefined ? null : { kind: 'share', value: share };
}

function lateSources({ sources }: TickFacts): SelfFigure | null {
  const known = sources.filter(({ quantiles }) => quantiles.length > 0);
  const late = known.filter((one) => !one.arrived && (one.arrivalLag ?? 0) > (usualLag(one, 0.99) ?? Infinity));
  return known.length === 0 ? null : count(late.length, known.length);
}

function evidenceOf({ models }: TickFacts): SelfFigure | null {
  const values = models.flatMap(({ liveVsNaive }) => (liveVsNaive === undefined ? [] : [liveVsNaive]));
  return values.length === 0 ? null : { kind: 'evidence', value: Math.max(...values), limit: WORSE_EVIDENCE };
}

function coverageOf({ models }: TickFacts): SelfFigure | null {
  const known = models.find(({ coverage80, coverage95 }) => coverage80 !== undefined || coverage95 !== undefined);
  if (known === undefined) return null;
  return { kind: 'coverage', coverage80: known.coverage80 ?? null, coverage95: known.coverage95 ?? null };
}
