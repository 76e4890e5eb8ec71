import { formatDay, type GateCheck } from '@dqs/core';
import { median } from '@dqs/core/stats';

import { check, said } from '../gates/gate-report.js';
import type { HistoryLimits } from './limits.js';
import { RECENT_DAYS, seriesId, usualExecutions, type ObservedSeries } from './observed-series.js';

/** Pairs of days below which repeats are not judged. */
const LEAST_PAIRS = 30;

/** A file that was read twice doubles the executions of its days. */
export function executionsCheck(
  known: ObservedSeries,
  input: ObservedSeries,
  { maxExecutionsFactor }: HistoryLimits,
): GateCheck {
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
export function repeatsCheck(known: ObservedSeries, input: ObservedSeries): GateCheck {
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
