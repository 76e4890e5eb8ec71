import * as z from 'zod/mini';

import { choice, count, day, flag, number, path, share, storePlace, storePlaces, text, texts, whole } from './kinds.js';
import { setting } from './setting.js';

const increase = number(() => z.number().check(z.gte(0), z.lte(100)));
const between0and1 = number(() => z.number().check(z.gt(0), z.lt(1)));
const positive = number(() => z.number().check(z.gt(0)));
const days = whole(2, 3660);

/** Settings of A/B tests. */
export const EXPERIMENT_SETTINGS = {
  experiments: setting('--experiments <dir>', 'folder of the experiments', path, {
    default: 'experiments',
    place: 'kept',
  }),
  experimentName: setting('--name <experiment>', 'name of an experiment, such as extended-features', text),
  control: setting('--control <version>', 'the version in use: model@1.2.0, or a bundle', storePlace, {
    place: 'input',
  }),
  treatment: setting('--treatment <version...>', 'one or more versions that may replace it', storePlaces, {
    place: 'input',
  }),
  mode: setting(
    '--mode <name>',
    'shadow: every version scores every request; split: only the one that serves',
    choice('shadow', 'split'),
    { default: 'shadow' },
  ),
  share: setting('--share <0..1>', 'share of the units that a treatment serves', share, { default: 0.5 }),
  alpha: setting(
    '--alpha <0..1>',
    'probability of a false verdict over all looks together',
    number(() => z.number().check(z.gt(0), z.lt(0.5))),
    { default: 0.05 },
  ),
  plannedDays: setting('--planned-days <n>', 'days after which the fixed tests are due', days, { default: 28 }),
  minDays: setting('--min-days <n>', 'days before any verdict', days, { default: 7 }),
  segmentBy: setting('--segment-by <name>', '{values}', choice('level', 'rule', 'dataset'), { default: 'level' }),
  maxLatencyIncrease: setting(
    '--max-latency-increase <share>',
    'guardrail: maximum relative increase of the 95th percentile of latency, such as 0.2',
    increase,
  ),
  maxErrorIncrease: setting(
    '--max-error-increase <0..1>',
    'guardrail: maximum increase of the share of failed requests, such as 0.01',
    share,
  ),
  maxSegmentIncrease: setting(
    '--max-segment-increase <share>',
    'guardrail: maximum relative increase of the loss in any segment, such as 0.1',
    increase,
  ),
  external: setting('--external', 'treat the versions as names only; losses are recorded with --outcomes', flag),
  units: setting('--units <unit...>', 'units to assign, such as a dataset or dataset/rule', texts),
  experimentDay: setting('--date <date>', 'day, YYYY-MM-DD', day, { otherwise: 'today, UTC' }),
  rampDay: setting('--date <date>', 'first day with that share, YYYY-MM-DD', day, { otherwise: 'tomorrow, UTC' }),
  dryAssign: setting('--dry-run', 'show the arms without logging an exposure', flag),
  outcomes: setting('--outcomes <file>', 'JSON lines with the losses of requests, or - for stdin', path, {
    place: 'input',
  }),
  fromDay: setting('--from <date>', 'first day to forecast', day, {
    otherwise: 'the day after the last training day of any version',
  }),
  toDay: setting('--to <date>', 'last day to forecast', day, { otherwise: 'the last of the history' }),
  replayHorizon: setting('--horizon <days>', 'days from the last known result to the forecast', whole(1, 366), {
    otherwise: 'the longest that a version was trained for',
  }),
  experimentHtml: setting('--html <file>', 'write an HTML report with charts to this file; it opens offline', path, {
    place: 'output',
  }),
  stopReason: setting('--reason <text>', 'reason for ending the experiment', text),
  effect: setting('--effect <0..1>', 'relative change of the loss to detect', between0and1, { default: 0.03 }),
  power: setting('--power <0..1>', 'probability of detecting it', between0and1, { default: 0.8 }),
  maxDays: setting('--max-days <n>', 'longest experiment to consider', count, { default: 730 }),
  baselineLoss: setting('--baseline-loss <x>', 'mean loss of the control, if nothing was measured', positive),
  dailySd: setting(
    '--daily-sd <x>',
    'standard deviation of the daily mean difference of losses, if nothing was measured',
    positive,
  ),
};

/** How a comparison is judged. */
export const EXPERIMENT_RULES = [
  'share',
  'seed',
  'alpha',
  'plannedDays',
  'minDays',
  'segmentBy',
  'maxLatencyIncrease',
  'maxErrorIncrease',
  'maxSegmentIncrease',
] as const;
