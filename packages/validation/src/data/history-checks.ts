import { formatDay, type GateCheck } from '@dqs/core';
import { median } from '@dqs/core/stats';
import { z } from 'zod';

import { check, said, type LimitsOf } from '../gates/gate-report.js';
import type { BatchLimits } from './batch-checks.js';
import {
  activeSeries,
  seriesByDay,
  seriesId,
  seriesIndex,
  usualExecutions,
  type ObservedSeries,
} from './observed-series.js';
import { weekdayCheck } from './weekday-check.js';

/** Number of days that define which series are active. */
const RECENT_DAYS = 28;
/** Days without any result that do not yet count as a gap. */
const LEAST_GAP_DAYS = 7;
/** Share of the usual series below which a last day counts as partially loaded. */
const LEAST_LAST_DAY = 0.5;
/** Pairs of days below which repeats are not judged. */
const LEAST_PAIRS = 30;

/** Limits on the distance of an input from the history of a model. */
export const HISTORY_LIMITS = {
  /** Greatest share of days and series on which the input and the model's own history disagree. */
  maxDisagreement: z.number().min(0).max(1).default(0.02),
  /** Greatest share of the recently active series that an input may lack. */
  maxStopped: z.number().min(0).max(1).default(0.2),
  /** Greatest rise of executions a day, as a factor, before rows count as read twice. */
  maxExecutionsFactor: z.number().min(1).default(1.5),
};

type Limits = LimitsOf<typeof HISTORY_LIMITS> & Pick<BatchLimits, 'maxUnseen'>;

/**
 * Checks of an input against the history that a model was trained on: do they agree on common days, does one continue
 * where the other ends, are the same series active, are rows duplicated, frozen, partially loaded or shifted by a day.
 */
export function historyChecks(known: ObservedSeries, input: ObservedSeries, limits: Limits): GateCheck[] {
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

function agreementCheck(known: ObservedSeries, input: ObservedSeries, { maxDisagreement }: Limits): GateCheck {
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

function stoppedCheck(known: ObservedSeries, input: ObservedSeries, { maxStopped }: Limits): GateCheck {
  const before = activeSeries(known, known.lastDay - RECENT_DAYS + 1, known.lastDay);
  const now = activeSeries(input, input.lastDay - RECENT_DAYS + 1, input.lastDay);
  const stopped = [...before].filter((id) => !now.has(id));
  const share = before.size === 0 ? 0 : stopped.length / before.size;
  const reason = `${stopped.length} of ${before.size} series that were active when the model was trained have no recent result`;
  return check('stopped-series', share <= maxStopped ? 'pass' : 'fail', reason, {
    value: share,
    threshold: maxStopped,
  });
}

/** Series that became silent within the input itself, whether or not the model knows them. */
function silentCheck(input: ObservedSeries, { maxStopped }: Limits): GateCheck {
  const { series, firstDay, lastDay } = input;
  if (lastDay - firstDay + 1 < 2 * RECENT_DAYS) {
    return check(
      'silent-series',
      'pass',
      `the input spans fewer than ${2 * RECENT_DAYS} days, too few to detect silent series`,
    );
  }
  const alive = activeSeries(input, lastDay - RECENT_DAYS + 1, lastDay).size;
  const share = 1 - alive / series.length;
  const reason = `${series.length - alive} of ${series.length} series of the input have no result in its last ${RECENT_DAYS} days`;
  return check('silent-series', share <= maxStopped ? 'pass' : 'fail', reason, { value: share, threshold: maxStopped });
}

function newSeriesCheck(known: ObservedSeries, input: ObservedSeries, { maxUnseen }: Limits): GateCheck {
  const index = seriesIndex(known);
  const now = activeSeries(input, input.lastDay - RECENT_DAYS + 1, input.lastDay);
  const fresh = [...now].filter((id) => !index.has(id)).length;
  const share = now.size === 0 ? 0 : fresh / now.size;
  const reason = `${fresh} of ${now.size} series with recent results are unknown to the model`;
  return check('new-series', share <= maxUnseen ? 'pass' : 'fail', reason, { value: share, threshold: maxUnseen });
}

/** A file that was read twice doubles the executions of its days. */
function executionsCheck(known: ObservedSeries, input: ObservedSeries, { maxExecutionsFactor }: Limits): GateCheck {
  const usual = usualExecutions(known);
  const ratios = new Map<number, number[]>();
  input.series.forEach((one, s) => {
    const reference = usual.get(seriesId(one));
    if (!reference) return;
    for (let i = input.offsets[s]!; i < input.offsets[s + 1]!; i += 1) {
      const list = ratios.get(input.day[i]!) ?? [];
      ratios.set(input.day[i]!, list);
      list.push(input.executions[i]! / reference);
    }
  });
  const doubled = [...ratios].filter(([, list]) => median(list) >= maxExecutionsFactor).map(([day]) => day);
  const allowed = Math.max(1, Math.floor(0.02 * ratios.size));
  const first = doubled.length > 0 ? `, the first on ${formatDay(Math.min(...doubled))}` : '';
  const reason =
    `on ${doubled.length} of ${ratios.size} days the series had at least ${said(maxExecutionsFactor)} times their usual ` +
    `executions${first}${doubled.length > allowed ? ': rows may have been read twice' : ''}`;
  const figures = { value: doubled.length, threshold: allowed };
  return check('executions', doubled.length > allowed ? 'fail' : 'pass', reason, figures);
}

/** Results that repeat from day to day far more often than before are copies, not results. */
function repeatsCheck(known: ObservedSeries, input: ObservedSeries): GateCheck {
  const from = Math.max(known.lastDay + 1, input.lastDay - RECENT_DAYS + 1);
  const window = from <= input.lastDay - 2 ? from : input.lastDay - 6;
  const [before, now] = [repeats(known, known.firstDay, known.lastDay), repeats(input, window, input.lastDay)];
  const figures = { value: now.share, threshold: before.share + 0.8 * (1 - before.share) };
  const reason =
    `${said(100 * now.share, 1)} % of the results since ${formatDay(window)} repeat the day before, ` +
    `${said(100 * before.share, 1)} % did in the history of the model`;
  if (now.pairs < LEAST_PAIRS || before.pairs < LEAST_PAIRS || before.share > 0.9) {
    return check('repeats', 'inconclusive', reason, figures);
  }
  return check('repeats', now.share > figures.threshold ? 'fail' : 'pass', reason, figures);
}

function repeats({ series, offsets, day, passes, executions }: ObservedSeries, from: number, to: number) {
  let [pairs, same] = [0, 0];
  for (let s = 0; s < series.length; s += 1) {
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i += 1) {
      if (day[i]! < from || day[i]! > to) continue;
      pairs += 1;
      if (passes[i] === passes[i - 1] && executions[i] === executions[i - 1]) same += 1;
    }
  }
  return { pairs, share: pairs === 0 ? 0 : same / pairs };
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
