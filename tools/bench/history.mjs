// Generated logs for benchmarks, kept between runs.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { dqsProgram, inRoot } from '../workspace/paths.mjs';
import { measureNode } from './measured-process.mjs';

/** 50 datasets × 20 rules × 365 days at a million rows; ten times as many datasets at ten million. */
const SHAPE = { rowsPerDataset: 20_000, rules: 20, days: 365 };
const CACHE = inRoot('node_modules', '.cache', 'dqs-bench');

/**
 * The log of so many rows, and what its generation took if it was not there.
 *
 * @param garbage share of the rows that are spoilt.
 */
export async function historyOf(rows, { garbage = 0 } = {}) {
  const file = join(CACHE, `results-${rows}-seed-42${garbage > 0 ? `-garbage-${garbage}` : ''}.csv`);
  if (existsSync(file)) return { file };
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${file}.${process.pid}.csv`;
  const datasets = Math.max(1, Math.round(rows / SHAPE.rowsPerDataset));
  const shape = ['--datasets', datasets, '--rules', SHAPE.rules, '--days', SHAPE.days].map(String);
  const more = garbage > 0 ? ['--garbage', String(garbage)] : [];
  const args = ['generate', '--rows', String(rows), ...shape, ...more, '--seed', '42', '--out', unfinished];
  const measured = await measureNode([dqsProgram, ...args, '--json']);
  renameSync(unfinished, file);
  return { file, measured };
}
