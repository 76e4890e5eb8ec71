import {
  allSteps,
  NO_ALERTS,
  replay,
  type AlertingStore,
  type AlertingState,
  type Policy,
  type SystemFacts,
} from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import { dailyTicks, factsOfTicks, saidTo, type ReplayedFacts } from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { factSources, type FactSettings } from './fact-sources.js';
import type { OpenedPolicy } from './open-policy.js';

/** Days before the first that is asked for, so that what was open then is known. */
const WARM_UP_DAYS = 28;

/** Ticks of the past with all that was known at them. */
export interface ReplayedTicks extends ReplayedFacts {
  /** Where the policy would have stood before the first of them. */
  readonly state: AlertingState;
  /** Whether ticks are those that were made; otherwise one a day, and what waits in between. */
  readonly areMade: boolean;
}

/** Which ticks to replay. */
export interface ReplaySpan {
  /** First and last time, milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** The days up to a time, that of its day included. */
export function lastDaysSpan(days: number, to: number): ReplaySpan {
  return { from: (Math.floor(to / MS_PER_DAY) - days + 1) * MS_PER_DAY, to };
}

/**
 * The facts of the ticks of a span, as a policy sees them: of those that its alerting made, else of one a day. The ticks of four
 * weeks before tell where it would have stood.
 *
 * @throws DqsError as `factSources`.
 */
export async function replayedTicks(
  settings: FactSettings,
  { ledger, alerting }: OpenedOperation,
  opened: OpenedPolicy,
  { from, to }: ReplaySpan,
  hooks: AppHooks,
): Promise<ReplayedTicks> {
  const { policy } = opened;
  const sources = await factSources(settings, ledger, opened, to);
  const found = await replayedTimes({ ledger, alerting }, opened, sources.entries, { from, to });
  if (found === undefined) return { days: [], leads: () => [], state: NO_ALERTS, areMade: false };
  const { times, areMade, system } = found;
  const facts = await factsOfTicks({ ...sources, said: await saidTo(alerting, policy.name), system }, times, hooks);
  const before = facts.days.filter(({ at }) => at < from);
  const state = stateAfter(policy, { ...facts, days: before }, areMade);
  return { days: facts.days.filter(({ at }) => at >= from), leads: facts.leads, state, areMade };
}

/** Times of ticks that are replayed, those of the four weeks before included. */
export interface ReplayedTimes {
  readonly times: readonly number[];
  readonly areMade: boolean;
  /** What was known of the system itself at each of them. */
  readonly system: (at: number) => readonly SystemFacts[];
}

/**
 * When ticks of a span are replayed: those that were made, else one a day; undefined without a forecast.
 *
 * @param most where more were made one a day is replayed, and so it is before the first that was made; without it, those that were
 * made are replayed however many or few they are.
 */
export async function replayedTimes(
  { ledger, alerting }: Pick<OpenedOperation, 'ledger' | 'alerting'>,
  { policy }: Pick<OpenedPolicy, 'policy'>,
  entries: readonly { readonly at: string }[],
  { from, to }: ReplaySpan,
  most?: number,
): Promise<ReplayedTimes | undefined> {
  const span = await ledger.span();
  if (span === undefined) return undefined;
  const start = Math.max(from - WARM_UP_DAYS * MS_PER_DAY, span.from * MS_PER_DAY);
  const arrivals = entries.map(({ at }) => Date.parse(at));
  const made = await madeTicks(alerting, policy.name, { from: start, to }, arrivals);
  const daily = dailyTicks(Math.floor(start / MS_PER_DAY), Math.floor(to / MS_PER_DAY));
  const isTaken = made.size > 0 && made.size <= (most ?? Number.POSITIVE_INFINITY);
  const first = made.keys().next().value ?? Number.POSITIVE_INFINITY;
  const before = most === undefined ? [] : daily.filter((at) => at < first);
  const times = isTaken ? [...before, ...made.keys()] : daily;
  const areMade = isTaken && before.length === 0;
  const system = (at: number) => (isTaken ? (made.get(at) ?? []) : []);
  return { times: times.filter((at) => at >= start && at <= to), areMade, system };
}

/**
 * The ticks that were made and may have decided something: those that did, the first after each arrival, and the first of each day.
 * In between nothing that rules look at changes, so that a worker's tick a minute need not be replayed. With each goes what was
 * known of the system itself, which nothing else tells afterwards.
 */
async function madeTicks(
  alerting: Pick<AlertingStore<never>, 'steps'>,
  name: string,
  { from, to }: ReplaySpan,
  arrivals: readonly number[],
): Promise<ReadonlyMap<number, readonly SystemFacts[]>> {
  const times = new Map<number, readonly SystemFacts[]>();
  let [last, next] = [Number.NEGATIVE_INFINITY, 0];
  for await (const step of allSteps(alerting, name, { from, until: to + 1 })) {
    if (step.kind !== 'tick') continue;
    const isEventful = step.transitions.length + step.sends.length + step.incidents.length > 0;
    const isNewDay = Math.floor(step.at / MS_PER_DAY) !== Math.floor(last / MS_PER_DAY);
    let hasArrived = false;
    for (; next < arrivals.length && arrivals[next]! <= step.at; next += 1) hasArrived = true;
    // Whether forecasts are made is seen again.
    const system = step.system.filter(({ kind }) => kind !== 'forecasts');
    if (isEventful || isNewDay || hasArrived) times.set(step.at, system);
    last = step.at;
  }
  return times;
}

function stateAfter(policy: Policy, { days, leads }: ReplayedFacts, areMade: boolean): AlertingState {
  let state = NO_ALERTS;
  for (const { decision } of replay(policy, days, { leads, ticksBetween: !areMade })) ({ state } = decision);
  return state;
}
