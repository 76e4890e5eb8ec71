import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { productFiles, projects, root } from './workspace.js';

/** A copy of the workspace, set up as this one is, in which commands may write what they like. */
export interface WorkspaceCopy {
  readonly folder: string;
  remove(): void;
}

/** Files of the product, built files and installed dependencies, far from whatever stands beside the workspace. */
export function copyWorkspace(): WorkspaceCopy {
  const base = mkdtempSync(join(tmpdir(), 'dqs-workspace-'));
  const folder = join(base, 'dqs');
  for (const file of productFiles()) copyInto(folder, file);
  for (const project of projects()) {
    for (const built of ['dist', 'build']) copyInto(folder, join(project.folder, built));
    linkTree(join(root, project.folder, 'node_modules'), join(folder, project.folder, 'node_modules'));
  }
  linkTree(join(root, 'node_modules'), join(folder, 'node_modules'));
  copyInto(folder, join('node_modules', '.cache', 'dqs'));
  return { folder, remove: () => rmSync(base, { recursive: true, force: true }) };
}

function copyInto(folder: string, path: string): void {
  if (existsSync(join(root, path)))
    cpSync(join(root, path), join(folder, path), { recursive: true, preserveTimestamps: true });
}

/** Installed files are never written in place, so hard links will do; caches are, so they stay behind. */
function linkTree(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  const entries = readdirSync(from).filter((name) => name !== '.cache');
  const sources = entries.map((name) => join(from, name));
  if (sources.length === 0) return;
  try {
    execFileSync('cp', ['-al', ...sources, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.cache') });
  }
}
