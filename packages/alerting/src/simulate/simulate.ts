import { MS_PER_DAY } from '@dqs/core';

import type { AlertingState } from '../decide/state.js';
import type { Held, Send } from '../decide/send.js';
import type { TickFacts } from '../facts/facts.js';
import type { Incident } from '../incidents/incident.js';
import type { Lead } from '../incidents/leads.js';
import type { Policy } from '../policy/policy.js';
import { Replayer, type ReplayedTick, type ReplayOptions } from './replay.js';
import { WarningBook, type WarningScores } from './scores.js';

const MS_PER_WEEK = 7 * MS_PER_DAY;

/** What a policy would have done. */
export interface Simulation {
  /** All that would have been sent, in order. */
  readonly sends: readonly Send[];
  /** What would not have been sent as a message of its own, each once. */
  readonly held: readonly Held[];
  /** Every incident as it was last. */
  readonly incidents: readonly Incident[];
  readonly warnings: WarningScores;
  readonly pages: number;
  /** Pages and what budgets kept from being one. */
  readonly pagesWanted: number;
  /** Times of the pages wanted. */
  readonly wantedAt: readonly number[];
  readonly weeks: number;
  /** Per week; null without a day. */
  readonly pagesPerWeek: number | null;
  readonly state: AlertingState;
}

/** Keeps what a policy would have done on facts that are handed to it one after another: figures and every message. */
export class Simulator {
  readonly #replayer: Replayer;
  readonly #book: WarningBook;
  readonly #sends: Send[] = [];
  readonly #held = new Map<string, Held>();
  readonly #incidents = new Map<string, Incident>();
  #first = Infinity;
  #last = -Infinity;

  constructor(policy: Policy, options: Omit<ReplayOptions, 'leads'> = {}) {
    this.#replayer = new Replayer(policy, options);
    this.#book = new WarningBook(policy);
  }

  /** @returns how many days of series were warned of that were not before. */
  take(facts: TickFacts, leads: readonly Lead[] = []): number {
    return this.#note(this.#replayer.take(facts, leads));
  }

  /** All of it, with the ticks of the day that follows the last facts. */
  end(): Simulation {
    this.#note(this.#replayer.end());
    const [first, last] = [this.#first, this.#last];
    const weeks = Number.isFinite(first) ? Math.max(1 / 7, (last - first) / MS_PER_WEEK) : 0;
    const held = [...this.#held.values()];
    const pages = pageTimes(this.#sends);
    const wanted = [
      ...pages,
      ...held.filter(({ why }) => why === 'budget').map(({ incident, at }) => ({ incident, at })),
    ];
    const wantedAt = [...new Map(wanted.map((one) => [`${one.incident} ${one.at}`, one.at])).values()].sort(
      (a, b) => a - b,
    );
    return {
      sends: this.#sends,
      held,
      incidents: [...this.#incidents.values()],
      warnings: this.#book.scores(),
      pages: pages.length,
      pagesWanted: wantedAt.length,
      wantedAt,
      weeks,
      pagesPerWeek: weeks === 0 ? null : pages.length / weeks,
      state: this.#replayer.state,
    };
  }

  #note(ticks: Iterable<ReplayedTick>): number {
    let warned = 0;
    for (const { facts, decision } of ticks) {
      for (const one of decision.sends) this.#sends.push(one);
      for (const one of decision.held) this.#held.set(heldKey(one), this.#held.get(heldKey(one)) ?? one);
      for (const one of decision.incidents) this.#incidents.set(one.id, one);
      warned += this.#book.add(facts, decision.state.alerts);
      this.#first = Math.min(this.#first, facts.at);
      this.#last = Math.max(this.#last, facts.at);
    }
    return warned;
  }
}

/** What a policy would have done on facts: figures and every message, by the very function that decides live. */
export function simulate(policy: Policy, days: Iterable<TickFacts>, options: ReplayOptions = {}): Simulation {
  const { leads = [], ...rest } = options;
  const simulator = new Simulator(policy, rest);
  for (const facts of days) simulator.take(facts, typeof leads === 'function' ? leads(facts) : leads);
  return simulator.end();
}

/** What waits is held in every tick; what stands in a digest is held when it gets there. */
function heldKey({ incident, receiver, kind, why, at }: Held): string {
  return JSON.stringify([incident, receiver, kind, why, why === 'waiting' || why === 'no-route' ? 0 : at]);
}

/** An incident that pages several receivers at once is one page. */
function pageTimes(sends: readonly Send[]): { readonly incident: string; readonly at: number }[] {
  const pages = sends.filter(({ page }) => page).map(({ incident, at }) => ({ incident: incident!, at }));
  return [...new Map(pages.map((one) => [`${one.incident} ${one.at}`, one])).values()];
}
