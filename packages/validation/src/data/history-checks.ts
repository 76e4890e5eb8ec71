import { formatDay, type GateCheck } from '@dqs/core';
import { median } from '@dqs/core/stats';

import { check, said } from '../gates/gate-report.js';
import { executionsCheck, repeatsCheck } from './copied-results.js';
import type { HistoryLimits } from './limits.js';
import { seriesByDay, seriesId, seriesIndex, type ObservedSeries } from './observed-series.js';
import { newSeriesCheck, silentCheck, stoppedCheck } from './series-checks.js';
import { weekdayCheck } from './weekday-check.js';

/** Days without any result that do not yet count as a gap. */
const LEAST_GAP_DAYS = 7;
/** Share of the usual series below which a last day counts as partially loaded. */
const LEAST_LAST_DAY = 0.5;

/**
 * Checks of an input against the history that a model was trained on: do they agree on common days, does one continue
 * where the other ends, are the same series active, are rows duplicated, frozen, partially loaded or shifted by a day.
 */
export function historyChecks(known: ObservedSeries, input: ObservedSeries, limits: HistoryLimits): GateCheck[] {
  if (input.day.length === 0) return [check('input', 'fail', 'the input has no day with a pass or a fail')];
  return [
    agreementCheck(known, input, limits),
    endCheck(known, input),
    gapCheck(known, input),
    stoppedCheck(known, input, limits),
    silentCheck(input, limits),
    newSeriesCheck(known, input, limits),
    executionsCheck(known, input, limits),
    repeatsCheck(known, input),
    lastDayCheck(input),
    weekdayCheck(known, input),
  ];
}

function agreementCheck(known: ObservedSeries, input: ObservedSeries, { maxDisagreement }: HistoryLimits): GateCheck {
  const name = 'history-agreement';
  const from = Math.max(known.firstDay, input.firstDay);
  const to = Math.min(known.lastDay, input.lastDay);
  if (from > to) return check(name, 'pass', 'the input starts after the history of the model, so nothing overlaps');
  const { cells, different } = compareDays(known, input, from, to);
  if (cells === 0) return check(name, 'inconclusive', 'no series has a result on a common day');
  const share = different / cells;
  const reason =
    `${different} of ${cells} results of ${formatDay(from)} to ${formatDay(to)} differ ` +
    'between the input and the history of the model';
  return check(name, share <= maxDisagreement ? 'pass' : 'fail', reason, { value: share, threshold: maxDisagreement });
}

function compareDays(known: ObservedSeries, input: ObservedSeries, from: number, to: number) {
  const index = seriesIndex(input);
  let [cells, different] = [0, 0];
  const daysOf = (history: ObservedSeries, series: number | undefined) => {
    const days = new Map<number, number>();
    if (series === undefined) return days;
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
      if (history.day[i]! >= from && history.day[i]! <= to) days.set(history.day[i]!, i);
    }
    return days;
  };
  known.series.forEach((one, s) => {
    const id = seriesId(one);
    const [a, b] = [daysOf(known, s), daysOf(input, index.get(id))];
    index.delete(id);
    for (const [day, i] of a) {
      cells += 1;
      const j = b.get(day);
      b.delete(day);
      if (j === undefined || known.passes[i] !== input.passes[j] || known.executions[i] !== input.executions[j]) {
        different += 1;
      }
    }
    cells += b.size;
    different += b.size;
  });
  for (const series of index.values()) {
    const added = daysOf(input, series).size;
    cells += added;
    different += added;
  }
  return { cells, different };
}

function endCheck(known: ObservedSeries, input: ObservedSeries): GateCheck {
  const behind = known.lastDay - input.lastDay;
  const reason =
    behind > 0
      ? `the input ends on ${formatDay(input.lastDay)}, ${behind} days before the history of the model does`
      : `the input goes up to ${formatDay(input.lastDay)}`;
  return check('stale-input', behind > 0 ? 'fail' : 'pass', reason, { value: Math.max(0, behind), threshold: 0 });
}

function gapCheck(known: ObservedSeries, input: ObservedSeries): GateCheck {
  const usual = Math.max(LEAST_GAP_DAYS, 2 * longestGap(known).length);
  const between = input.firstDay - known.lastDay - 1;
  const inside = longestGap(input);
  const gap = between > inside.length ? { length: between, to: input.firstDay - 1 } : inside;
  const reason =
    gap.length > usual
      ? `no result on the ${gap.length} days up to ${formatDay(gap.to)}: days are missing, or dates are wrong`
      : `at most ${Math.max(0, gap.length)} days in a row without a result`;
  return check('gaps', gap.length > usual ? 'fail' : 'pass', reason, {
    value: Math.max(0, gap.length),
    threshold: usual,
  });
}

/** The longest run of days without any result; 0 long if there is none. */
function longestGap(history: ObservedSeries): { length: number; to: number } {
  let [longest, run] = [{ length: 0, to: history.firstDay }, 0];
  seriesByDay(history).forEach((count, offset) => {
    run = count === 0 ? run + 1 : 0;
    if (run > longest.length) longest = { length: run, to: history.firstDay + offset };
  });
  return longest;
}

function lastDayCheck(input: ObservedSeries): GateCheck {
  const counts = seriesByDay(input);
  const last = counts.at(-1)!;
  const before = [7, 14, 21, 28].map((days) => counts.at(-1 - days)).filter((count) => count !== undefined);
  if (before.length === 0) return check('last-day', 'inconclusive', 'no week before the last day to compare it with');
  const usual = median(before);
  const reason = `${last} series have a result on the last day, ${formatDay(input.lastDay)}, usually ${said(usual, 1)}`;
  const share = usual > 0 ? last / usual : 1;
  const figures = { value: share, threshold: LEAST_LAST_DAY };
  const isHalf = share < LEAST_LAST_DAY && usual >= 4;
  return check(
    'last-day',
    isHalf ? 'fail' : 'pass',
    isHalf ? `${reason}: the day is not loaded in full` : reason,
    figures,
  );
}
