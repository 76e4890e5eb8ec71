import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcess } from './process.js';
import { read } from './workspace.js';
import type { Outcome } from './process.js';
import type { WorkspaceCopy } from './workspace-copy.js';

/** One change of a recipe: a new file, or another text in the place of one that is there. */
export interface Change {
  readonly file: string;
  readonly find?: string;
  readonly text: string;
}

/** Does what a recipe says in a copy of the workspace. */
export function follow(copy: WorkspaceCopy, changes: readonly Change[]): void {
  for (const { file, find, text } of changes) {
    const path = join(copy.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const before = find === undefined ? '' : readFileSync(path, 'utf8');
    if (find !== undefined && !before.includes(find)) throw new Error(`expected "${find}" in ${file}`);
    writeFileSync(path, find === undefined ? text : before.replace(find, () => text));
  }
}

/** Paths that a section of CONTRIBUTING.md names, as patterns: `<name>` stands for any name. */
function pathsNamed(heading: string): RegExp[] {
  const section = read('CONTRIBUTING.md')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`CONTRIBUTING.md has no section "${heading}"`);
  const paths = [...section.matchAll(/`((?:packages|apps|docs)\/[^`\s]+)`/g)].map(([, path]) => path!);
  return paths.map((path) => {
    const pattern = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/<\w+>/g, '[\\w-]+');
    return new RegExp(`^${pattern}${path.endsWith('/') ? '' : '$'}`);
  });
}

/** Changed files that the recipe does not name. */
export function notNamed(heading: string, changes: readonly Change[]): string[] {
  const named = pathsNamed(heading);
  return changes.map(({ file }) => file).filter((file) => !named.some((pattern) => pattern.test(file)));
}

/** Runs test files of a project of the copy, by a pattern of their titles if there is one. */
export function runTests(copy: WorkspaceCopy, project: string, files: readonly string[], title?: string): Outcome {
  const args = [join(copy.folder, 'node_modules', 'jest', 'bin', 'jest.js'), ...files];
  const env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    // Nx asks the programs below it for colours, which would stand between the words that are looked for.
    FORCE_COLOR: '0',
    // What a copy reaches is nobody's coverage.
    DQS_COVERAGE: '0',
  };
  const chosen = title === undefined ? [] : ['-t', title];
  return runProcess(process.execPath, [...args, ...chosen], join(copy.folder, project), {
    ...env,
    DQS_JEST_WORKERS: '1',
  });
}
