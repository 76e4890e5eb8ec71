import { EXPERIMENT_RULES, INPUT } from '@dqs/runtime/settings';

const ONE = ['experimentName', 'experiments'] as const;

const PAST_DAYS = [...INPUT, 'registry', 'fromDay', 'toDay', 'replayHorizon', 'threads'] as const;

/** Settings of `dqs experiment plan`. */
export const EXPERIMENT_PLAN = [
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
] as const;

/** Settings of `dqs experiment replay`. */
export const EXPERIMENT_REPLAY = ['control', 'treatment', ...PAST_DAYS, ...EXPERIMENT_RULES, 'experimentHtml'] as const;

/** Settings of `dqs experiment create`. */
export const EXPERIMENT_CREATE = [
  ...ONE,
  'control',
  'treatment',
  'mode',
  ...EXPERIMENT_RULES,
  'registry',
  'external',
] as const;

/** Settings of `dqs experiment assign`. */
export const EXPERIMENT_ASSIGN = [...ONE, 'units', 'experimentDay', 'dryAssign'] as const;

/** Settings of `dqs experiment record`. */
export const EXPERIMENT_RECORD = [...ONE, 'outcomes', ...PAST_DAYS] as const;

/** Settings of `dqs experiment evaluate`. */
export const EXPERIMENT_EVALUATE = [...ONE] as const;

/** Settings of `dqs experiment report`. */
export const EXPERIMENT_REPORT = [...ONE, 'experimentHtml'] as const;

/** Settings of `dqs experiment ramp`. */
export const EXPERIMENT_RAMP = [...ONE, 'share', 'rampDay'] as const;

/** Settings of `dqs experiment stop`. */
export const EXPERIMENT_STOP = [...ONE, 'stopReason'] as const;

/** Settings of `dqs experiment list`. */
export const EXPERIMENT_LIST = ['experiments'] as const;
