import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './workspace.js';

interface PackResult {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function npmPack(folders: readonly string[], args: readonly string[]): PackResult[] {
  const paths = folders.map((folder) => `./${folder}`);
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', ...args, ...paths], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as PackResult[];
}

/** Files that `npm pack` would put into the package of a project. */
export const packageContents = (folder: string): string[] =>
  npmPack([folder], ['--dry-run'])[0]!.files.map(({ path }) => path);

/** Packs projects as they would be published; returns the paths of their archives. */
export const pack = (folders: readonly string[], into: string): string[] =>
  npmPack(folders, ['--pack-destination', into]).map(({ filename }) => join(into, filename));
