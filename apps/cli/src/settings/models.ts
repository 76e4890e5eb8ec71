import { GATES, INPUT, JUDGING, TRAINING } from '@dqs/runtime/settings';

/** Settings of `dqs train`. */
export const TRAIN = [...INPUT, 'out', ...TRAINING, 'refit', 'machines', 'rank', ...GATES] as const;

/** Settings of `dqs backtest`. */
export const BACKTEST = [...INPUT, ...TRAINING, 'folds', 'foldWorkers', 'html', 'htmlSeries'] as const;

/** Settings of `dqs backends compare`. */
export const BACKENDS_COMPARE = [
  ...INPUT,
  'only',
  'spec',
  'groups',
  'horizon',
  'testFraction',
  'testFrom',
  'folds',
  'html',
  'seed',
  'threads',
] as const;

/** Settings of `dqs tune`. */
export const TUNE = [
  ...INPUT,
  'out',
  'html',
  'strategy',
  'trials',
  'timeBudget',
  'memoryBudget',
  'pruner',
  'searchSpace',
  'study',
  'window',
  'tuningFolds',
  ...TRAINING,
] as const;

/** Settings of `dqs inspect`. */
export const INSPECT = ['model', 'registry'] as const;

/** Settings of `dqs validate`. */
export const VALIDATE = ['model', 'registry', ...JUDGING, 'html'] as const;
