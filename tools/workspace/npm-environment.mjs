// Packages of npm that only one tool of this repository needs: neither product nor tests do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs packages once, in a folder of their own; their install scripts do not run.
 *
 * @param packages with their versions: `azurite@3.35.0`.
 * @param overrides versions of what these need, as in a package.json.
 * @returns the folder's node_modules.
 * @throws Error where they cannot be had.
 */
export function ensureNpmEnvironment(folder, packages, overrides = {}) {
  const modules = join(folder, 'node_modules');
  const mark = join(folder, 'installed.json');
  const wanted = JSON.stringify({ packages, overrides });
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return modules;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
  const { status, stderr, error } = spawnSync('npm', args, { encoding: 'utf8', timeout: 20 * 60_000 });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1).slice(0, 300);
    throw new Error(`${packages.join(' and ')} cannot be installed: ${reason}`);
  }
  writeFileSync(mark, wanted);
  return modules;
}
