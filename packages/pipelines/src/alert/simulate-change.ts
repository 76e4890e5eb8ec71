import {
  compareSimulations,
  OddsBook,
  Replayer,
  Simulator,
  type ComparedSend,
  type OddsPoint,
  type Policy,
  type Simulation,
  type WarningScores,
} from '@dqs/alerting';
import { MS_PER_DAY, type Hooks } from '@dqs/core';
import type { Catalog } from '@dqs/core/catalog';

import type { FactSources, LedgerTick } from './ledger-facts.js';
import { pastTicks } from './simulate-alerts.js';

/** Messages that only one of two policies would have sent, as many as are shown. */
const MOST_SENDS = 50;
const DAYS_PER_WEEK = 7;

/** A change of a policy. */
export interface ChangeToSimulate {
  /** The policy in force is that of the sources. */
  readonly proposed: Policy;
  /** Where it knows owners and targets from. */
  readonly catalog: Catalog;
}

/** When it is simulated. */
export interface SimulatedSpan {
  /** Ticks in ascending order; those before {@link SimulatedSpan.from} tell where both would have stood. */
  readonly times: readonly number[];
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Whether ticks are those that were made; otherwise what waits between them is looked at too. */
  readonly areMade: boolean;
}

/** What a policy would have done, in figures. Survives JSON. */
export interface PolicyFigures extends WarningScores {
  /** Days of series that were warned of. */
  readonly warnings: number;
  readonly incidents: number;
  readonly messages: number;
  readonly pages: number;
  /** Pages, and what budgets kept from being one. */
  readonly pagesWanted: number;
  readonly pagesPerWeek: number | null;
  /** Who would have had most pages a week; null without a page. */
  readonly worstOwner: { readonly owner: string; readonly pagesPerWeek: number } | null;
}

/** Warnings of a week. */
export interface WeekOfWarnings {
  /** Its first day, days since 1970-01-01. */
  readonly day: number;
  readonly now: number;
  readonly proposed: number;
}

/** What a change of the policy would have changed. Survives JSON. */
export interface ChangeSimulation {
  /** First and last day with a tick, days since 1970-01-01; null without one. */
  readonly from: number | null;
  readonly to: number | null;
  readonly ticks: number;
  readonly areMade: boolean;
  readonly now: PolicyFigures;
  readonly proposed: PolicyFigures;
  readonly weeks: readonly WeekOfWarnings[];
  /** Of all odds, whatever either policy makes of them. */
  readonly odds: readonly OddsPoint[];
  /** Messages that both would have sent. */
  readonly both: number;
  readonly onlyNow: ComparedSends;
  readonly onlyProposed: ComparedSends;
}

/** Messages that only one of two would have sent: how many, and the first ones. Survives JSON. */
export interface ComparedSends {
  readonly count: number;
  readonly first: readonly ComparedSend[];
}

/**
 * What a change of the policy would have changed for those who are told, by the function that decides live, on the facts that live
 * saw. Each tick is looked at once, and other work of the process goes on between two.
 *
 * @param ticks those of the times, as the policy in force sees them. @default they are made
 */
export async function simulateChange(
  sources: FactSources,
  change: ChangeToSimulate,
  { times, from, areMade }: SimulatedSpan,
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
  ticks: AsyncIterable<LedgerTick> = pastTicks(sources, times, hooks),
): Promise<ChangeSimulation> {
  const seen = sources.policy;
  const hasOwnFacts = factsDiffer(sources, change);
  const others = hasOwnFacts
    ? pastTicks({ ...sources, policy: change.proposed, catalog: change.catalog }, times, { signal: hooks.signal })
    : undefined;
  const [now, proposed] = [new Side(seen, areMade), new Side(change.proposed, areMade)];
  const [odds, weeks] = [new OddsBook(), new Map<number, { now: number; proposed: number }>()];
  const first = Math.floor(from / MS_PER_DAY);
  let [days, last, count] = [null as number | null, null as number | null, 0];
  for await (const tick of ticks) {
    const other = others ? ((await others.next()).value as LedgerTick) : tick;
    const isCounted = tick.facts.at >= from;
    odds.add(tick.facts, isCounted);
    const warned = [now.take(tick, isCounted), proposed.take(other, isCounted)] as const;
    if (!isCounted) continue;
    const day = Math.floor(tick.facts.at / MS_PER_DAY);
    const week = first + DAYS_PER_WEEK * Math.floor((day - first) / DAYS_PER_WEEK);
    const before = weeks.get(week) ?? { now: 0, proposed: 0 };
    weeks.set(week, { now: before.now + warned[0], proposed: before.proposed + warned[1] });
    [days, last, count] = [days ?? day, day, count + 1];
  }
  const [before, after] = [now.end(), proposed.end()];
  const { both, onlyOld, onlyNew } = compareSimulations(before, after);
  return {
    ...{ from: days, to: last, ticks: count, areMade },
    ...{ now: figuresOf(before), proposed: figuresOf(after) },
    weeks: [...weeks].map(([day, counts]) => ({ day, ...counts })),
    odds: odds.points(),
    both: both.length,
    ...{ onlyNow: firstOf(onlyOld), onlyProposed: firstOf(onlyNew) },
  };
}

/** Whether series look different to the two: by their owners, targets, importance, or by who goes before whom. */
function factsDiffer({ policy, catalog }: FactSources, { proposed, catalog: other }: ChangeToSimulate): boolean {
  return (
    policy.target !== proposed.target ||
    policy.importance !== proposed.importance ||
    catalog.digest !== other.digest ||
    JSON.stringify(policy.incidents.leadLag) !== JSON.stringify(proposed.incidents.leadLag)
  );
}

/** A policy in a simulation: first it finds out where it would have stood, then it counts. */
class Side {
  readonly #policy: Policy;
  readonly #options: { readonly ticksBetween: boolean };
  readonly #before: Replayer;
  #simulator: Simulator | undefined;

  constructor(policy: Policy, areMade: boolean) {
    this.#policy = policy;
    this.#options = { ticksBetween: !areMade };
    this.#before = new Replayer(policy, this.#options);
  }

  /** @returns how many days of series were newly warned of. */
  take({ facts, leads }: LedgerTick, isCounted: boolean): number {
    if (isCounted) return this.#counting().take(facts, leads);
    exhaust(this.#before.take(facts, leads));
    return 0;
  }

  /** What waits between the last tick before the span and the first in it is not of the span. */
  #counting(): Simulator {
    if (this.#simulator) return this.#simulator;
    exhaust(this.#before.end());
    return (this.#simulator = new Simulator(this.#policy, { ...this.#options, state: this.#before.state }));
  }

  end(): Simulation {
    return this.#counting().end();
  }
}

/** Goes through a replay of which only the end matters. */
function exhaust(ticks: Iterator<unknown>): void {
  while (ticks.next().done !== true);
}

function figuresOf({ warnings, sends, incidents, pages, pagesWanted, pagesPerWeek, weeks }: Simulation): PolicyFigures {
  const owners = new Map<string, Set<string>>();
  for (const { page, owners: told, incident, at } of sends) {
    if (!page) continue;
    for (const owner of told) owners.set(owner, (owners.get(owner) ?? new Set()).add(`${incident} ${at}`));
  }
  const [worst] = [...owners].sort(([, a], [, b]) => b.size - a.size);
  return {
    ...warnings,
    warnings: warnings.graded + warnings.intervened + warnings.ungraded,
    incidents: incidents.length,
    messages: sends.length,
    ...{ pages, pagesWanted, pagesPerWeek },
    worstOwner: worst === undefined || weeks === 0 ? null : { owner: worst[0], pagesPerWeek: worst[1].size / weeks },
  };
}

function firstOf(sends: readonly ComparedSend[]): ComparedSends {
  return { count: sends.length, first: sends.slice(0, MOST_SENDS) };
}
