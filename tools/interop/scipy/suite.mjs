import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript } from '../dqs.mjs';
import { inRoot } from '../../workspace/paths.mjs';

export const requirements = ['numpy==2.2.6', 'scipy==1.15.3'];

const CASES = inRoot('packages', 'core', 'scripts', 'make-statistics-fixtures.py');
const COMPARE = fileURLToPath(new URL('compare.mjs', import.meta.url));
const SEEDS = [1, 2, 3];

/** Makes cases other than those of the tests, and compares all statistics with what SciPy says of them, to 1e-9. */
export function run({ python, folder }) {
  return SEEDS.flatMap((seed) => {
    const file = join(folder, `${seed}.json`);
    const { status, stderr } = spawnSync(python, [CASES, file, String(seed)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.slice(-2000));
    const errors = JSON.parse(runScript(COMPARE, file));
    return Object.entries(errors).map(([name, error]) => ({
      what: `${name}, seed ${seed}`,
      tool: 'equal to 1e-9',
      dqs: error < 1e-9 ? 'equal to 1e-9' : `off by ${error}`,
    }));
  });
}
