import { MS_PER_DAY } from '@dqs/core';

import { decideTick, type Decision } from '../decide/decide.js';
import { NO_ALERTS, type AlertingState } from '../decide/state.js';
import type { TickFacts } from '../facts/facts.js';
import type { Lead } from '../incidents/leads.js';
import type { Policy } from '../policy/policy.js';

/** Ticks between two facts; more wait for each other in a circle. */
const MOST_BETWEEN = 10_000;

/** How facts are replayed. */
export interface ReplayOptions {
  /** Who goes before whom; a function where it is learned as days pass. @default none */
  readonly leads?: readonly Lead[] | ((facts: TickFacts) => readonly Lead[]);
  /** The state before the first facts. @default NO_ALERTS */
  readonly state?: AlertingState;
  /**
   * Whether to tick where something waits between two facts, as a system does that ticks all the time. Facts of every
   * tick that was made need no more. @default true
   */
  readonly ticksBetween?: boolean;
}

/** A tick of a replay. */
export interface ReplayedTick {
  readonly facts: TickFacts;
  readonly decision: Decision;
}

/** A replay that takes facts as they come: the very function that decides live, tick by tick. */
export class Replayer {
  readonly #policy: Policy;
  readonly #options: ReplayOptions;
  #state: AlertingState;
  #waiting: { readonly facts: TickFacts; readonly leads: readonly Lead[] } | undefined;
  #nextAt: number | null = null;

  constructor(policy: Policy, options: Omit<ReplayOptions, 'leads'> = {}) {
    this.#policy = policy;
    this.#options = options;
    this.#state = options.state ?? NO_ALERTS;
  }

  /** Where the policy stands after what was taken. */
  get state(): AlertingState {
    return this.#state;
  }

  /** Decides on the next facts, after the ticks between those before and these. */
  *take(facts: TickFacts, leads: readonly Lead[] = []): Generator<ReplayedTick> {
    yield* this.#until(facts.at);
    this.#waiting = { facts, leads };
    yield this.#tick(facts, leads);
  }

  /** The ticks of the day that follows the last facts. */
  *end(): Generator<ReplayedTick> {
    yield* this.#until((this.#waiting?.facts.at ?? 0) + MS_PER_DAY);
  }

  *#until(end: number): Generator<ReplayedTick> {
    const { ticksBetween = true } = this.#options;
    if (!ticksBetween || this.#waiting === undefined) return;
    const { facts, leads } = this.#waiting;
    for (let ticks = 0; this.#nextAt !== null && this.#nextAt < end && ticks < MOST_BETWEEN; ticks += 1) {
      yield this.#tick({ ...facts, at: this.#nextAt }, leads);
    }
  }

  #tick(facts: TickFacts, leads: readonly Lead[]): ReplayedTick {
    const decision = decideTick(this.#policy, this.#state, facts, leads);
    this.#state = decision.state;
    this.#nextAt = decision.nextAt;
    return { facts, decision };
  }
}

/** What a policy decides on facts, tick by tick. */
export function* replay(
  policy: Policy,
  days: Iterable<TickFacts>,
  options: ReplayOptions = {},
): Generator<ReplayedTick> {
  const { leads = [], ...rest } = options;
  const replayer = new Replayer(policy, rest);
  for (const facts of days) yield* replayer.take(facts, typeof leads === 'function' ? leads(facts) : leads);
  yield* replayer.end();
}
