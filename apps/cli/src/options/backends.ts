import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';

/** Options of choosing between backends and of explanations. */
export const BACKEND_OPTIONS = {
  only: {
    flags: '--only <name...>',
    description: 'backends to compare (default: all that can train and have their library installed)',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const BACKEND_COMMANDS = {
  'backends list': [],
  'backends compare': [
    ...INPUT_SETTINGS,
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
  ],
  explain: ['model', 'registry', 'tenant', 'dataset', 'rule', 'date', 'asOf', ...INPUT_SETTINGS, 'top'],
  'features export': [...INPUT_SETTINGS, 'spec', 'groups', 'horizon', 'testFraction', 'testFrom', 'out'],
} as const;
