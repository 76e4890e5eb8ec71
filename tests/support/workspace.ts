import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the workspace. */
export const root = resolve(__dirname, '..', '..');

/** Text of a file of the workspace. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files of the product: tracked ones and new ones that are not ignored, relative to the root, deleted ones left out. */
export function productFiles(...patterns: string[]): string[] {
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const names = listing.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
  return [...new Set(names)].sort();
}

/** What the workspace's tests read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** A project of the workspace. */
export interface Project {
  /** Relative to the root: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every project below `packages/` and `apps/`. */
export function projects(): Project[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => ({ folder, manifest: JSON.parse(read(`${folder}/package.json`)) as Manifest })),
  );
}
