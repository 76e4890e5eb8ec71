import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../workspace/paths.mjs';

/** Prints what installed packages need, but for some. */
const REQUIREMENTS = `
import sys
from importlib.metadata import requires
left_out = sys.argv[1].split(',')
for package in sys.argv[2:]:
    for one in requires(package) or []:
        if 'extra ==' not in one and not any(one.startswith(name) for name in left_out):
            print(one)
`;

/**
 * A Python environment with pinned packages, installed once. With `without`, everything but those packages is installed:
 * one that cannot be had need not keep a tool out that does without it.
 *
 * @returns its interpreter and its folder of programs, or the problem.
 */
export function ensureEnvironment(name, { requirements, without = [] }) {
  const folder = inRoot('node_modules', '.cache', 'interop', name);
  const bin = join(folder, 'bin');
  const python = join(bin, 'python');
  const mark = join(folder, 'installed.json');
  const wanted = JSON.stringify({ requirements, without });
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return { python, bin };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const step of stepsOf({ folder, python, requirements, without })) {
    const problem = step();
    if (problem !== undefined) return { problem };
  }
  writeFileSync(mark, wanted);
  return { python, bin };
}

function* stepsOf({ folder, python, requirements, without }) {
  const pip = (...args) => run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args]);
  yield () => run('python3', ['-m', 'venv', folder]);
  if (without.length === 0) return yield () => pip(...requirements);
  yield () => pip('--no-deps', ...requirements);
  yield () => {
    const packages = requirements.map((one) => one.split('==')[0]);
    const { stdout } = spawnSync(python, ['-c', REQUIREMENTS, without.join(','), ...packages], { encoding: 'utf8' });
    return pip(...stdout.split('\n').filter((line) => line !== ''));
  };
}

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 15 * 60_000 });
  if (status === 0) return undefined;
  return (error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit code ${status}`).slice(0, 300);
}
