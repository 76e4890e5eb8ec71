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

/** What a policy decides on facts, tick by tick: the very function that decides live. */
export function* replay(
  policy: Policy,
  days: Iterable<TickFacts>,
  options: ReplayOptions = {},
): Generator<ReplayedTick> {
  let state = options.state ?? NO_ALERTS;
  const { leads = [], ticksBetween = true } = options;
  const leadsAt = (facts: TickFacts) => (typeof leads === 'function' ? leads(facts) : leads);
  let waiting: TickFacts | undefined;
  let nextAt: number | null = null;
  const until = function* (end: number): Generator<ReplayedTick> {
    for (
      let ticks = 0;
      ticksBetween && waiting && nextAt !== null && nextAt < end && ticks < MOST_BETWEEN;
      ticks += 1
    ) {
      const facts: TickFacts = { ...waiting, at: nextAt };
      const decision = decideTick(policy, state, facts, leadsAt(facts));
      ({ state, nextAt } = decision);
      yield { facts, decision };
    }
  };
  for (const facts of days) {
    yield* until(facts.at);
    const decision = decideTick(policy, state, facts, leadsAt(facts));
    ({ state, nextAt } = decision);
    waiting = facts;
    yield { facts, decision };
  }
  yield* until((waiting?.at ?? 0) + MS_PER_DAY);
}
