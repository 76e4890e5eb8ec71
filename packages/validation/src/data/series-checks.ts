import { type GateCheck } from '@dqs/core';

import { check } from '../gates/gate-report.js';
import type { HistoryLimits } from './limits.js';
import { activeSeries, RECENT_DAYS, seriesIndex, type ObservedSeries } from './observed-series.js';

/** Series that were active when the model was trained and have stopped since. */
export function stoppedCheck(known: ObservedSeries, input: ObservedSeries, { maxStopped }: HistoryLimits): GateCheck {
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
export function silentCheck(input: ObservedSeries, { maxStopped }: HistoryLimits): GateCheck {
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

/** Series with recent results that the model has never seen. */
export function newSeriesCheck(known: ObservedSeries, input: ObservedSeries, { maxUnseen }: HistoryLimits): GateCheck {
  const index = seriesIndex(known);
  const now = activeSeries(input, input.lastDay - RECENT_DAYS + 1, input.lastDay);
  const fresh = [...now].filter((id) => !index.has(id)).length;
  const share = now.size === 0 ? 0 : fresh / now.size;
  const reason = `${fresh} of ${now.size} series with recent results are unknown to the model`;
  return check('new-series', share <= maxUnseen ? 'pass' : 'fail', reason, { value: share, threshold: maxUnseen });
}
