// A commit in a folder of its own, ready to be built or run, without fetching anything again.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, projectFolders } from './paths.mjs';

/** What git prints of this workspace. */
export const git = (...args) => execFileSync('git', ['-C', inRoot(), ...args], { encoding: 'utf8' }).trim();

const isSame = (file, other) => readFileSync(inRoot(file), 'utf8') === readFileSync(join(other, file), 'utf8');

/** Checks a commit out into a folder that does not exist yet; with what npm installed here, where the lock file is the same. */
export function cloneOf(commit, folder) {
  mkdirSync(join(folder, '..'), { recursive: true });
  git('clone', '--quiet', '--shared', '--no-checkout', inRoot(), folder);
  execFileSync('git', ['-C', folder, 'checkout', '--quiet', '--detach', commit]);
  if (isSame('package-lock.json', folder)) borrowDependencies(folder);
}

/** What npm installed, under other names: nothing is fetched, and hardly any disk is needed. Links between packages are relative. */
function borrowDependencies(clone) {
  for (const folder of ['', ...projectFolders()]) {
    const installed = inRoot(folder, 'node_modules');
    const entries = existsSync(installed) ? readdirSync(installed).filter((name) => name !== '.cache') : [];
    if (entries.length === 0 || !existsSync(join(clone, folder))) continue;
    mkdirSync(join(clone, folder, 'node_modules'), { recursive: true });
    execFileSync('cp', ['-al', ...entries.map((name) => join(installed, name)), join(clone, folder, 'node_modules')]);
  }
}
