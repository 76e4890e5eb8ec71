import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './process.js';
import { read, root } from './workspace.js';
import type { Manifest } from './workspace.js';

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

/** Packs folders of packages as they are; returns the paths of their archives. */
export const pack = (folders: readonly string[], into: string): string[] =>
  npmPack(folders, ['--pack-destination', into]).map(({ filename }) => join(into, filename));

/** Packs projects as they are published, and their prebuilt packages; returns the paths of the archives. */
export function packArchives(into: string, ...names: readonly string[]): string[] {
  const args = ['tools/workspace/archives.mjs', '--as-built', into, ...names];
  const { code, stdout, output } = runProcess(process.execPath, args, root, { ...process.env, NODE_OPTIONS: '' });
  if (code !== 0) throw new Error(output);
  return stdout.trim().split('\n');
}

/** The processor that this machine has not. */
export const otherArch = process.arch === 'x64' ? 'arm64' : 'x64';

/** Stands in for the prebuilt package of the other processor, whose binary nothing here could load. */
export function packStandIn(engine: string, folder: string): string {
  const draft = join(folder, `stand-in-${engine}`);
  mkdirSync(draft);
  const { version } = JSON.parse(read(`packages/${engine}/package.json`)) as Manifest;
  const name = `@dqs/${engine}-linux-${otherArch}`;
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ name, version, os: ['linux'], cpu: [otherArch] }));
  writeFileSync(join(draft, 'binary.node'), 'for another machine');
  const args = ['pack', '--silent', '--pack-destination', folder, draft];
  return join(folder, runProcess('npm', args, folder, { ...process.env, NODE_OPTIONS: '' }).stdout.trim());
}
