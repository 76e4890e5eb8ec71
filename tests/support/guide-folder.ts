import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './workspace.js';

/** A project in which the commands of one guide run, in order. */
export interface GuideFolder {
  readonly folder: string;
  remove(): void;
}

/**
 * An empty project with everything installed that the workspace has: `npx dqs` is the built program. Files of a folder
 * beside the guide that bears its name (`docs/guides/x/` for `docs/guides/x.md`) are copied into it, and `../shared`,
 * where there is one beside the workspace, is beside the project too.
 */
export function createGuideFolder(guide: string): GuideFolder {
  const base = mkdtempSync(join(tmpdir(), 'dqs-guide-'));
  const folder = join(base, 'project');
  mkdirSync(folder);
  if (existsSync(join(root, '..', 'shared'))) symlinkSync(join(root, '..', 'shared'), join(base, 'shared'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'guide', private: true }));
  const companion = join(root, guide.replace(/\.md$/, ''));
  if (existsSync(companion)) cpSync(companion, folder, { recursive: true });
  linkPackages(join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(base, { recursive: true, force: true }) };
}

/** One link for each package, so that a guide may add packages without touching those of the workspace. */
function linkPackages(into: string): void {
  mkdirSync(into);
  const installed = join(root, 'node_modules');
  for (const name of readdirSync(installed)) {
    if (name !== '.cache') symlinkSync(join(installed, name), join(into, name));
  }
}
