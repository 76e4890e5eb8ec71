import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';

/** Options of A/B tests. */
export const EXPERIMENT_OPTIONS = {
  experiments: {
    flags: '--experiments <dir>',
    description: 'folder of the experiments (default: experiments)',
    place: 'kept',
  },
  experimentName: { flags: '--name <experiment>', description: 'name of an experiment, such as extended-features' },
  control: {
    flags: '--control <version>',
    description: 'the version in use: model@1.2.0, or a bundle',
    place: 'input',
  },
  treatment: {
    flags: '--treatment <version...>',
    description: 'one or more versions that may replace it',
    place: 'input',
  },
  mode: {
    flags: '--mode <name>',
    description: 'shadow: every version scores every request; split: only the one that serves (default: shadow)',
  },
  share: { flags: '--share <0..1>', description: 'share of the units that a treatment serves (default: 0.5)' },
  alpha: {
    flags: '--alpha <0..1>',
    description: 'probability of a false verdict over all looks together (default: 0.05)',
  },
  plannedDays: { flags: '--planned-days <n>', description: 'days after which the fixed tests are due (default: 28)' },
  minDays: { flags: '--min-days <n>', description: 'days before any verdict (default: 7)' },
  segmentBy: { flags: '--segment-by <name>', description: 'level, rule or dataset (default: level)' },
  maxLatencyIncrease: {
    flags: '--max-latency-increase <share>',
    description: 'guardrail: maximum relative increase of the 95th percentile of latency, such as 0.2',
  },
  maxErrorIncrease: {
    flags: '--max-error-increase <0..1>',
    description: 'guardrail: maximum increase of the share of failed requests, such as 0.01',
  },
  maxSegmentIncrease: {
    flags: '--max-segment-increase <share>',
    description: 'guardrail: maximum relative increase of the loss in any segment, such as 0.1',
  },
  external: {
    flags: '--external',
    description: 'treat the versions as names only; losses are recorded with --outcomes',
  },
  units: { flags: '--units <unit...>', description: 'units to assign, such as a dataset or dataset/rule' },
  experimentDay: { flags: '--date <date>', description: 'day, YYYY-MM-DD (default: today, UTC)' },
  rampDay: { flags: '--date <date>', description: 'first day with that share, YYYY-MM-DD (default: tomorrow, UTC)' },
  dryAssign: { flags: '--dry-run', description: 'show the arms without logging an exposure' },
  outcomes: {
    flags: '--outcomes <file>',
    description: 'JSON lines with the losses of requests, or - for stdin',
    place: 'input',
  },
  fromDay: {
    flags: '--from <date>',
    description: 'first day to forecast (default: the day after the last training day of any version)',
  },
  toDay: { flags: '--to <date>', description: 'last day to forecast (default: the last of the history)' },
  replayHorizon: {
    flags: '--horizon <days>',
    description:
      'days from the last known result to the forecast (default: the longest that a version was trained for)',
  },
  experimentHtml: {
    flags: '--html <file>',
    description: 'write an HTML report with charts to this file; it opens offline',
    place: 'output',
  },
  stopReason: { flags: '--reason <text>', description: 'reason for ending the experiment' },
  effect: { flags: '--effect <0..1>', description: 'relative change of the loss to detect (default: 0.03)' },
  power: { flags: '--power <0..1>', description: 'probability of detecting it (default: 0.8)' },
  maxDays: { flags: '--max-days <n>', description: 'longest experiment to consider (default: 730)' },
  baselineLoss: { flags: '--baseline-loss <x>', description: 'mean loss of the control, if nothing was measured' },
  dailySd: {
    flags: '--daily-sd <x>',
    description: 'standard deviation of the daily mean difference of losses, if nothing was measured',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** How a comparison is judged. */
const RULES = [
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
const ONE = ['experimentName', 'experiments'] as const;
const PAST_DAYS = [...INPUT_SETTINGS, 'registry', 'fromDay', 'toDay', 'replayHorizon', 'threads'] as const;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const EXPERIMENT_COMMANDS = {
  'experiment create': [...ONE, 'control', 'treatment', 'mode', ...RULES, 'registry', 'external'],
  'experiment assign': [...ONE, 'units', 'experimentDay', 'dryAssign'],
  'experiment ramp': [...ONE, 'share', 'rampDay'],
  'experiment record': [...ONE, 'outcomes', ...PAST_DAYS],
  'experiment evaluate': [...ONE],
  'experiment report': [...ONE, 'experimentHtml'],
  'experiment list': ['experiments'],
  'experiment stop': [...ONE, 'stopReason'],
  'experiment plan': [
    'effect',
    'power',
    'alpha',
    'share',
    'maxDays',
    ...ONE,
    'control',
    'treatment',
    ...PAST_DAYS,
    'baselineLoss',
    'dailySd',
  ],
  'experiment replay': ['control', 'treatment', ...PAST_DAYS, ...RULES, 'experimentHtml'],
} as const;
