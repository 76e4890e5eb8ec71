import { TUNE_OPTIONS_SCHEMA } from '@dqs/pipelines/options';

import { as, number, path } from './kinds.js';
import { setting } from './setting.js';
import { duration, size } from './units.js';

const { strategy, trials, pruner, window, folds } = TUNE_OPTIONS_SCHEMA.shape;

/** Settings of a hyperparameter search. */
export const TUNE_SETTINGS = {
  strategy: setting('--strategy <name>', 'how to search: {values}', as(strategy)),
  trials: setting('-n, --trials <n>', 'trials in all, those of a resumed study included', number(trials)),
  timeBudget: setting('--time <duration>', 'stop the search after 90s, 10m or 2h', duration),
  memoryBudget: setting('--memory <size>', 'stop the search when the process is larger, as 500MB or 2GB', size),
  pruner: setting('--pruner <name>', 'how to end bad trials early: {values}', as(pruner)),
  searchSpace: setting('--space <file>', 'parameters to search, YAML or JSON', path, {
    otherwise: 'what suits the backend',
    place: 'input',
  }),
  study: setting('--study <file>', 'keep the search there; where it exists, go on with it', path, { place: 'kept' }),
  window: setting(
    '--window <n>',
    'trials under way at once; the results depend on it, not on the threads',
    number(window),
  ),
  tuningFolds: setting(
    '--folds <n>',
    'validation windows before the test dates, each forecast from the days before it',
    number(folds),
  ),
};
