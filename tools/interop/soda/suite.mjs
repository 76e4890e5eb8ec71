import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureEnvironment } from '../environment.mjs';
import { countBy, importCounts } from '../dqs.mjs';

/** Soda 4; the older one cannot live in the same environment. */
export const requirements = ['soda-core==4.28.0', 'soda-duckdb==4.28.0'];
const OLDER = { requirements: ['soda-core-duckdb==3.5.6'] };

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
const OUTCOMES = {
  pass: 'passed',
  fail: 'failed',
  warn: 'failed',
  PASSED: 'passed',
  FAILED: 'failed',
  WARN: 'failed',
  EXCLUDED: 'skipped',
};

/** Runs a scan of each version, and compares with the outcomes of the checks in the memory of Soda. */
export function run({ python, folder }) {
  cpSync(SCRIPTS, folder, { recursive: true });
  const comparisons = [compare('Soda 4', python, 'run4.py', folder)];
  const older = ensureEnvironment('soda-3', OLDER);
  if ('problem' in older) console.log(`NOT RUN: Soda 3 cannot be installed here (${older.problem})`);
  else comparisons.push(compare('Soda 3', older.python, 'run3.py', folder));
  return comparisons;
}

function compare(what, python, script, folder) {
  const { status, stderr } = spawnSync(python, [script, 'scan.json', 'outcomes.json'], {
    cwd: folder,
    env: { ...process.env, SODA_CORE_TELEMETRY_ENABLED: 'false' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const outcomes = JSON.parse(readFileSync(join(folder, 'outcomes.json'), 'utf8'));
  return { what, tool: countBy(outcomes, OUTCOMES), dqs: importCounts(join(folder, 'scan.json')) };
}
