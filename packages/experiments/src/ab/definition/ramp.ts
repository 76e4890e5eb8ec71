import { parseDay } from '@dqs/core';

import type { ExperimentEvent } from './records.js';

/** Consecutive days with the same share of treated units. */
export interface RampPhase {
  /** First day, days since 1970-01-01; −∞ for the initial phase. */
  readonly from: number;
  /** Share of the units that are treated, in [0, 1]. */
  readonly share: number;
}

/** The phases of an experiment in order of time; a later event wins over an earlier one for the same day. */
export function rampPhases(events: readonly ExperimentEvent[]): RampPhase[] {
  const byDay = new Map<number, number>();
  for (const event of events) {
    if (event.type === 'created') byDay.set(Number.NEGATIVE_INFINITY, event.definition.share);
    if (event.type === 'ramped') byDay.set(parseDay(event.day)!, event.share);
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, share]) => ({ from, share }));
}

/** Index in `phases` of the phase a day belongs to. */
export function phaseOn(phases: readonly RampPhase[], day: number): number {
  let place = 0;
  phases.forEach(({ from }, i) => {
    if (from <= day) place = i;
  });
  return place;
}
