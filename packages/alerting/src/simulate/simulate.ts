import { MS_PER_DAY } from '@dqs/core';

import { NO_ALERTS, type AlertingState } from '../decide/state.js';
import type { Held, Send } from '../decide/send.js';
import type { TickFacts } from '../facts/facts.js';
import type { Incident } from '../incidents/incident.js';
import type { Policy } from '../policy/policy.js';
import { replay, type ReplayOptions } from './replay.js';
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

/** What a policy would have done on facts: figures and every message, by the very function that decides live. */
export function simulate(policy: Policy, days: Iterable<TickFacts>, options: ReplayOptions = {}): Simulation {
  const sends: Send[] = [];
  const held = new Map<string, Held>();
  const incidents = new Map<string, Incident>();
  const book = new WarningBook(policy);
  let [first, last] = [Infinity, -Infinity];
  let state = options.state ?? NO_ALERTS;
  for (const { facts, decision } of replay(policy, days, options)) {
    for (const one of decision.sends) sends.push(one);
    for (const one of decision.held) held.set(heldKey(one), held.get(heldKey(one)) ?? one);
    for (const one of decision.incidents) incidents.set(one.id, one);
    book.add(facts, decision.state.alerts);
    ({ state } = decision);
    first = Math.min(first, facts.at);
    last = Math.max(last, facts.at);
  }
  const weeks = Number.isFinite(first) ? Math.max(1 / 7, (last - first) / MS_PER_WEEK) : 0;
  const pages = pageTimes(sends);
  const wanted = [
    ...pages,
    ...[...held.values()].filter(({ why }) => why === 'budget').map(({ incident, at }) => ({ incident, at })),
  ];
  const wantedAt = [...new Map(wanted.map((one) => [`${one.incident} ${one.at}`, one.at])).values()].sort(
    (a, b) => a - b,
  );
  return {
    sends,
    held: [...held.values()],
    incidents: [...incidents.values()],
    warnings: book.scores(),
    pages: pages.length,
    pagesWanted: wantedAt.length,
    wantedAt,
    weeks,
    pagesPerWeek: weeks === 0 ? null : pages.length / weeks,
    state,
  };
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
