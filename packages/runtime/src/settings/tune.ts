import { TUNE_OPTIONS_SCHEMA } from '@dqs/pipelines/options';

import { kind, number, path } from './kinds.js';
import { setting } from './setting.js';
import { duration, size } from './units.js';

const { strategy, trials, pruner, window, folds } = TUNE_OPTIONS_SCHEMA.shape;

/** Settings of a hyperparameter search. */
export const TUNE_SETTINGS = {
  strategy: setting(
    '--strategy <name>',
    'how to search: {values}',
    kind(() => strategy),
  ),
  trials: setting(
    '-n, --trials <n>',
    'total number of trials, including those of a resumed study',
    number(() => trials),
  ),
  timeBudget: setting('--time <duration>', 'stop the search after 90s, 10m or 2h', duration),
  memoryBudget: setting('--memory <size>', 'stop the search if the process exceeds this, such as 500MB or 2GB', size),
  pruner: setting(
    '--pruner <name>',
    'how to stop unpromising trials:  {values}',
    kind(() => pruner),
  ),
  searchSpace: setting('--space <file>', 'parameters to search, YAML or JSON', path, {
    otherwise: 'depends on the backend',
    place: 'input',
  }),
  study: setting('--study <file>', 'file that stores the search; an existing one is resumed', path, { place: 'kept' }),
  window: setting(
    '--window <n>',
    'pending trials at once; affects the results, unlike the threads',
    number(() => window),
  ),
  tuningFolds: setting(
    '--folds <n>',
    'validation windows before the test dates, each forecast from the days before it',
    number(() => folds),
  ),
};
