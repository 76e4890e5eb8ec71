import { INPUT, OWN_WRITING } from './input.js';
import { flag, limits, whole } from './kinds.js';
import { setting } from './setting.js';

/** Settings of gates and data checks. */
export const VALIDATE_SETTINGS = {
  noGates: setting('--no-gates', 'skip the gates; the bundle records that they were skipped', flag),
  limit: setting('--limit <name=value...>', 'limit of a gate, such as minSkill=0.1', limits, {
    otherwise: 'those of docs/guides/validation.md',
  }),
  validationFolds: setting(
    '--folds <n>',
    'windows of the rolling backtest, with the model retrained for each; 0 for none',
    whole(0, 1000),
    { default: 2 },
  ),
};

/** The settings of gates that a training takes. */
export const GATES = ['noGates', 'limit'] as const;

/** What a model is judged by and with, wherever all gates are asked: by `validate`, and before a promotion. */
export const JUDGING = [
  ...INPUT,
  ...OWN_WRITING,
  'ruleMetadata',
  'limit',
  'validationFolds',
  'seed',
  'threads',
] as const;
