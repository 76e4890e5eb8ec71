import { INPUT } from '@dqs/runtime/settings';

/** Settings of `dqs predict`. */
export const PREDICT = [
  'model',
  'registry',
  'tenant',
  'dataset',
  'rule',
  'all',
  'date',
  'asOf',
  ...INPUT,
  'top',
  'format',
  'out',
  'threads',
] as const;

/** Settings of `dqs explain`. */
export const EXPLAIN = ['model', 'registry', 'tenant', 'dataset', 'rule', 'date', 'asOf', ...INPUT, 'top'] as const;

/** Settings of `dqs batch-predict`. */
export const BATCH_PREDICT = [
  'model',
  'registry',
  'requests',
  'inputFormat',
  'output',
  'outputFormat',
  'deadLetters',
  'state',
  'history',
  'panel',
  'rejects',
  'maxRejectRatio',
  'maxUnreadableRatio',
  'asOf',
  'workers',
  'isolation',
  'shardRows',
  'workerMemory',
  'maxErrorRatio',
  'resume',
  'restart',
  'dryRun',
  'checkOnly',
  'progress',
  'threads',
] as const;

/** Settings of `dqs batch status`. */
export const BATCH_STATUS = ['batchFolder'] as const;
