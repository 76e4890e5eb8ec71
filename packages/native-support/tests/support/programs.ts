import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const isLinux = process.platform === 'linux';
/** Whether Node runs on the C library of GNU. */
export const isGlibc =
  isLinux &&
  (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header.glibcVersionRuntime !== undefined;

const project = resolve(__dirname, '..', '..');

/**
 * A copy of the sample package, so that its binary stays out of the tests; inside the project, where headers are found.
 */
export function sampleCopy(name: string): string {
  const folder = join(project, 'coverage', name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(project, 'tests', 'addon'), folder, { recursive: true });
  return folder;
}

/** Runs lines of a module in a separate process, with `addon` describing the package in a folder. */
export function script(folder: string, lines: string, env: Readonly<Record<string, string>> = {}) {
  const source = [
    "import * as support from '@dqs/native-support/build';",
    `const addon = support.describeAddon(${JSON.stringify(folder)});`,
    lines,
  ].join('\n');
  const options = { encoding: 'utf8', cwd: project, env: { ...process.env, NODE_OPTIONS: '', ...env } } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', source], options);
}
