import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { packArchives, packStandIn } from './pack.js';
import { runBeside, runProcess } from './process.js';
import type { Outcome } from './process.js';
import { startRegistry } from './registry.js';
import { root } from './workspace.js';
import type { Project } from './workspace.js';

/** An empty project in which our packed packages have been installed, as a user's would be. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file into the project. */
  write(name: string, text: string): void;
  /** Runs a program there, with the installed programs on the path. */
  run(command: string, args: readonly string[]): Outcome;
  /** Deletes the project. */
  remove(): void;
}

/** Packages that bring a binary of their own. */
const NATIVE = ['ingestion', 'lightgbm', 'xgboost'];

/**
 * Packs all projects and installs them, and the libraries that they work with but do not bring, into an empty project: by their names,
 * from a registry that has ours. Others come from where npm gets its packages.
 */
export async function createConsumer(projects: readonly Project[]): Promise<Consumer> {
  const base = mkdtempSync(join(tmpdir(), 'dqs-consumer-'));
  const folder = join(base, 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const registry = await startRegistry([...packArchives(base), ...NATIVE.map((name) => packStandIn(name, base))]);
  try {
    const install = (...args: string[]) =>
      runBeside('npm', ['install', ...args], folder, { ...consumerEnvironment(folder) });
    const options = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      `--@dqs:registry=${registry.url}`,
    ];
    const { code, output } = await install(
      ...options,
      ...projects.map(({ manifest }) => manifest.name),
      ...peersOf(projects),
    );
    if (code !== 0) throw new Error(`npm install of the packed packages failed:\n${output}`);
  } finally {
    registry.close();
  }
  return {
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
    run: (command, args) => runProcess(command, args, folder, consumerEnvironment(folder)),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Libraries of others that a package works with but does not bring, as its README says. */
function peersOf(projects: readonly Project[]): string[] {
  const peers = projects.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const others = peers.filter(([name]) => !name.startsWith('@dqs/'));
  return [...new Set(others.map(([name, version]) => `${name}@${version}`))];
}

/** Nothing of the workspace's own npm and Jest settings; the native build may reuse what the workspace compiled. */
export function consumerEnvironment(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|JEST_|INIT_CWD|NX_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: [join(folder, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    DQS_NATIVE_CACHE: process.env['DQS_NATIVE_CACHE'] ?? join(root, 'node_modules', '.cache', 'dqs-native'),
  };
}
