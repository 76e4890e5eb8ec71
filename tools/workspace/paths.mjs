// Where things are. Everything is found from this file, so that any working directory will do.
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** Resolves a path of the workspace. */
export const inRoot = (...parts) => join(root, ...parts);

/** The built command-line program. */
export const dqsProgram = inRoot('apps', 'cli', 'dist', 'main.js');

/** Folders of all projects, relative to the root: packages/core, …, apps/cli. */
export function projectFolders() {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(inRoot(group))
      .map((name) => join(group, name))
      .filter((folder) => existsSync(inRoot(folder, 'package.json')))
      .sort(),
  );
}
