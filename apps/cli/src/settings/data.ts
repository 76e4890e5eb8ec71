import { INPUT } from '@dqs/runtime/settings';

/** Settings of `dqs ingest`. */
export const INGEST = [...INPUT, 'allowDuplicate', 'threads'] as const;

/** Settings of `dqs summarize`. */
export const SUMMARIZE = [
  ...INPUT,
  'allowDuplicate',
  'ruleMetadata',
  'out',
  'summaryFormats',
  'digest',
  'windows',
  'epsilon',
  'profile',
  'escapeFormulas',
  'threads',
] as const;

/** Settings of `dqs generate`. */
export const GENERATE = [
  'out',
  'rows',
  'datasets',
  'rules',
  'days',
  'executions',
  'seed',
  'start',
  'garbage',
  'rulesOut',
] as const;

/** Settings of `dqs features export`. */
export const FEATURES_EXPORT = [...INPUT, 'spec', 'groups', 'horizon', 'testFraction', 'testFrom', 'out'] as const;
