import { setImmediate as nextTurn } from 'node:timers/promises';

import { EARNED_E, simulate, type Lead, type Simulation, type TickFacts } from '@dqs/alerting';
import { formatDay, MS_PER_DAY, MS_PER_HOUR, throwIfAborted, type Hooks } from '@dqs/core';

import { LedgerFacts, type FactSources, type LedgerTick } from './ledger-facts.js';

/** Where nothing else is known a day's tick is after the usual deliveries of the morning, UTC. */
export const TICK_HOUR = 8;

/** The facts of ticks in ascending order, with the leads of each: what the functions of the time machine take. */
export interface ReplayedFacts {
  readonly days: readonly TickFacts[];
  readonly leads: (facts: TickFacts) => readonly Lead[];
}

/** A tick a day, on the mornings of some days, both included. */
export function dailyTicks(from: number, to: number): number[] {
  return Array.from(
    { length: Math.max(0, to - from + 1) },
    (_, i) => (from + i) * MS_PER_DAY + TICK_HOUR * MS_PER_HOUR,
  );
}

/**
 * The facts of ticks that are past, as they were known then, one after another, so that whoever looks at them once need not hold them
 * all. Other work of the process goes on between two of them.
 */
export async function* pastTicks(
  sources: FactSources,
  times: readonly number[],
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'> = {},
): AsyncGenerator<LedgerTick> {
  const facts = await LedgerFacts.open(sources, times.at(-1) ?? 0);
  for (const [done, at] of times.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'facts', done, total: times.length, unit: 'ticks' });
    yield facts.tick(at);
    await nextTurn();
  }
}

/** The facts of ticks that are past, as they were known then. */
export async function factsOfTicks(
  sources: FactSources,
  times: readonly number[],
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<ReplayedFacts> {
  const days: TickFacts[] = [];
  const leads: (readonly Lead[])[] = [];
  for await (const tick of pastTicks(sources, times, hooks)) {
    days.push(tick.facts);
    leads.push(tick.leads);
  }
  // Between two ticks what was known at the one before holds.
  const placeOf = ({ at }: TickFacts) => times.findLastIndex((time) => time <= at);
  return { days, leads: (one) => leads[placeOf(one)] ?? [] };
}

/** What a policy would have sent, and how good it was. Survives JSON. */
export interface AlertSimulation extends Omit<Simulation, 'state' | 'wantedAt'> {
  readonly policy: string;
  /** First and last day with a tick, `YYYY-MM-DD`; null without one. */
  readonly from: string | null;
  readonly to: string | null;
  readonly ticks: number;
  /** The pools whose warnings were asked for, each with the day on which it earned its pages and how many that took. */
  readonly earned: readonly EarnedPool[];
}

/** When a pool earned its pages. Survives JSON. */
export interface EarnedPool {
  readonly pool: string;
  readonly series: number;
  /** The last e-value. */
  readonly e: number;
  /** `YYYY-MM-DD`; null if it has not. */
  readonly since: string | null;
  /** From the first tick on. */
  readonly days: number | null;
}

/** What the policy of the sources would have sent at some ticks: by the function that decides live, on the facts that live sees. */
export async function simulateAlerts(
  sources: FactSources,
  times: readonly number[],
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<AlertSimulation> {
  const { days, leads } = await factsOfTicks(sources, times, hooks);
  return alertSimulation(sources.policy.name, days, simulate(sources.policy, days, { leads }));
}

/** A simulation with what it was made on. */
export function alertSimulation(policy: string, days: readonly TickFacts[], simulation: Simulation): AlertSimulation {
  const { state: _, wantedAt: __, ...told } = simulation;
  const dateOf = (facts: TickFacts | undefined) => (facts === undefined ? null : dateAt(facts.at));
  return {
    policy,
    from: dateOf(days[0]),
    to: dateOf(days.at(-1)),
    ticks: days.length,
    earned: earnedPools(days),
    ...told,
  };
}

function earnedPools(days: readonly TickFacts[]): EarnedPool[] {
  const pools = new Map<string, { readonly members: Set<string>; e: number; since: number | null }>();
  for (const { at, series } of days) {
    for (const { id, earned } of series) {
      if (earned === undefined) continue;
      const pool = pools.get(earned.pool) ?? { members: new Set<string>(), e: 1, since: null };
      pools.set(earned.pool, pool);
      pool.members.add(id);
      pool.e = earned.e;
      if (earned.e >= EARNED_E) pool.since ??= at;
    }
  }
  const first = days[0]?.at ?? 0;
  return [...pools].map(([pool, { members, e, since }]) => {
    const took = since === null ? null : Math.round((since - first) / MS_PER_DAY);
    return { pool, series: members.size, e, since: since === null ? null : dateAt(since), days: took };
  });
}

function dateAt(at: number): string {
  return formatDay(Math.floor(at / MS_PER_DAY));
}
