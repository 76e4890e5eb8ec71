import { dayOfWeek, type GateCheck } from '@dqs/core';

import { check, said } from '../gates/gate-report.js';
import type { ObservedSeries } from './observed-series.js';

/** Days of new results needed for a weekday pattern. */
const LEAST_DAYS = 14;
/** Weekdays that differ by less, in points of standard deviation, are no pattern. */
const LEAST_AMPLITUDE = 1;

/**
 * Results that were moved by a day (another time zone, an off-by-one date) keep their weekly pattern but on other
 * weekdays. Compared are the weekdays of the input's fresh days with those of the known history, as they are and moved by
 * one day either way.
 */
export function weekdayCheck(known: ObservedSeries, input: ObservedSeries): GateCheck {
  const name = 'weekdays';
  const from = known.lastDay + 1;
  if (input.lastDay - from + 1 < LEAST_DAYS) {
    return check(name, 'pass', `fewer than ${LEAST_DAYS} days are new, so the weekdays are those of the history`);
  }
  const usual = weekdayEffects(known, known.firstDay, known.lastDay);
  const fresh = weekdayEffects(input, from, input.lastDay);
  const amplitude = Math.sqrt(distance(usual, new Float64Array(7)));
  if (amplitude < LEAST_AMPLITUDE) return check(name, 'pass', 'the history has no pattern of weekdays');
  const asIs = distance(usual, fresh);
  const moved = [-1, 1].map((days) => ({ days, error: distance(usual, rotated(fresh, days)) }));
  const best = moved.reduce((a, b) => (b.error < a.error ? b : a));
  const figures = { value: Math.sqrt(asIs), threshold: amplitude };
  if (best.error < 0.25 * asIs && Math.sqrt(asIs) > 0.5 * amplitude) {
    const way = best.days < 0 ? 'earlier' : 'later';
    const reason = `the weekly pattern of the new days fits the history only when dated one day ${way}: dates are off by one`;
    return check(name, 'fail', reason, figures);
  }
  return check(name, 'pass', `the weekdays differ from the history's by ${said(Math.sqrt(asIs))} points`, figures);
}

/** Mean of percentage minus the series' own mean, by weekday (Monday 0); 0 for a weekday without results. */
function weekdayEffects(history: ObservedSeries, from: number, to: number): Float64Array {
  const [sums, counts] = [new Float64Array(7), new Float64Array(7)];
  const { series, offsets, day, passes, executions } = history;
  for (let s = 0; s < series.length; s += 1) {
    const rows: number[] = [];
    for (let i = offsets[s]!; i < offsets[s + 1]!; i += 1) if (day[i]! >= from && day[i]! <= to) rows.push(i);
    const percentages = rows.map((i) => (100 * passes[i]!) / executions[i]!);
    const mean = percentages.reduce((a, b) => a + b, 0) / percentages.length;
    rows.forEach((i, k) => {
      sums[dayOfWeek(day[i]!)]! += percentages[k]! - mean;
      counts[dayOfWeek(day[i]!)]! += 1;
    });
  }
  return sums.map((sum, weekday) => (counts[weekday] === 0 ? 0 : sum / counts[weekday]!));
}

function rotated(effects: Float64Array, days: number): Float64Array {
  // Dating a result one day later moves the effect of a weekday to the next one.
  return effects.map((_, weekday) => effects[(weekday - days + 7) % 7]!);
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, weekday) => sum + (value - b[weekday]!) ** 2, 0) / 7;
}
