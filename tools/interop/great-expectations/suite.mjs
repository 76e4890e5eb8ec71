import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dqs, importCounts } from '../dqs.mjs';

export const requirements = ['great-expectations==1.24.1'];

const SCRIPT = fileURLToPath(new URL('run.py', import.meta.url));

/** Runs a checkpoint with two suites, and compares with the statistics that Great Expectations computes. */
export function run({ python, folder }) {
  const env = { ...process.env, GX_ANALYTICS_ENABLED: 'false' };
  const { status, stderr } = spawnSync(python, [SCRIPT], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const { counts, rows } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const stored = join(folder, 'gx', 'uncommitted', 'validations');
  const checkpoint = join(folder, 'checkpoint.json');
  const both = dqs('import', stored, checkpoint);
  return [
    { what: 'validation results of a checkpoint with two suites', tool: counts, dqs: importCounts(stored) },
    { what: 'the result of the checkpoint', tool: counts, dqs: importCounts(checkpoint) },
    {
      what: 'both, which are the same run',
      tool: counts.passed + counts.failed + counts.errors,
      dqs: both.report.rowsUsed,
    },
    { what: 'rows (--rows)', tool: rows, dqs: rowsOf(dqs('import', stored, '--rows').report, both.report) },
  ];
}

/** Rows that passed and failed: what --rows adds. */
function rowsOf(withRows, without) {
  return { passed: withRows.passed - without.passed, failed: withRows.failed - without.failed };
}
