import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';
import { TRAINING_SETTINGS } from './training.js';

/** Options of hyperparameter search. */
export const TUNING_OPTIONS = {
  strategy: { flags: '--strategy <name>', description: 'how to search: tpe, gp, random or grid (default: tpe)' },
  trials: {
    flags: '-n, --trials <n>',
    description: 'total number of trials, including those of a resumed study (default: 50)',
  },
  timeBudget: { flags: '--time <duration>', description: 'stop the search after 90s, 10m or 2h' },
  memoryBudget: {
    flags: '--memory <size>',
    description: 'stop the search if the process exceeds this, such as 500MB or 2GB',
  },
  pruner: {
    flags: '--pruner <name>',
    description: 'how to stop unpromising trials:  median, halving or none (default: median)',
  },
  searchSpace: {
    flags: '--space <file>',
    description: 'parameters to search, YAML or JSON (default: depends on the backend)',
    place: 'input',
  },
  study: {
    flags: '--study <file>',
    description: 'file that stores the search; an existing one is resumed',
    place: 'kept',
  },
  window: {
    flags: '--window <n>',
    description: 'pending trials at once; affects the results, unlike the threads (default: 4)',
  },
  tuningFolds: {
    flags: '--folds <n>',
    description: 'validation windows before the test dates, each forecast from the days before it (default: 3)',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const TUNING_COMMANDS = {
  tune: [
    ...INPUT_SETTINGS,
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
    ...TRAINING_SETTINGS,
  ],
} as const;
