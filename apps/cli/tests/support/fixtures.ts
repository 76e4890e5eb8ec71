import { join } from 'node:path';

import { dqs } from './dqs.js';

/** Options that make a small history of 2 datasets × 3 rules × 120 days. */
export const SMALL_HISTORY = ['--datasets', '2', '--rules', '3', '--days', '120', '--executions', '3', '--seed', '5'];

/** Options of a training that takes a moment. */
export const QUICK_TRAINING = ['--spec', 'classic', '--rounds', '10', '--param', 'min_data_in_leaf=5'];

/** Writes a small history into a folder. */
export async function smallHistory(folder: string, name = 'history.csv'): Promise<string> {
  const path = join(folder, name);
  await expectFine(['generate', ...SMALL_HISTORY, '--out', path]);
  return path;
}

/** Trains a small bundle in a folder. */
export async function smallBundle(folder: string, history: string, name = 'model'): Promise<string> {
  const path = join(folder, name);
  await expectFine(['train', '--input', history, ...QUICK_TRAINING, '--out', path]);
  return path;
}

/** Runs a command that has to succeed, and gives its stdout. */
export async function expectFine(args: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await dqs(args, { cwd });
  if (code !== 0) throw new Error(`dqs ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}
