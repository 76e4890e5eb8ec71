import * as z from 'zod/mini';

import { count, flag, list, number, share, text } from './kinds.js';

const format = z.enum(['csv', 'tsv', 'jsonl', 'parquet']);

/** What the options of batch prediction may hold. */
export const BATCH_TYPES = {
  requests: text,
  inputFormat: format,
  output: text,
  outputFormat: format,
  deadLetters: text,
  state: text,
  history: list,
  workers: z.union(
    [z.literal('auto'), number(z.int().check(z.gte(1), z.lte(1024)))],
    'expected a whole number from 1, or auto',
  ),
  isolation: z.enum(['threads', 'processes']),
  shardRows: count,
  workerMemory: number(z.int().check(z.gte(64), z.lte(65_536))),
  maxErrorRatio: share,
  resume: flag,
  restart: flag,
  dryRun: flag,
  checkOnly: flag,
  progress: z.enum(['bar', 'json', 'none']),
  batchFolder: text,
};
