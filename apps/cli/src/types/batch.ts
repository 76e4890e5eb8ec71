import * as z from 'zod/mini';

import { count, flag, number, path, paths, share } from './kinds.js';

const format = z.enum(['csv', 'tsv', 'jsonl', 'parquet']);

/** What the options of batch prediction may hold. */
export const BATCH_TYPES = {
  requests: path,
  inputFormat: format,
  output: path,
  outputFormat: format,
  deadLetters: path,
  state: path,
  history: paths,
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
  batchFolder: path,
};
