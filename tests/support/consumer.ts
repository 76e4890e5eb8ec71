import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pack } from './pack.js';
import { runProcess } from './process.js';
import type { Outcome } from './process.js';
import { read, root, type Manifest } from './workspace.js';

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

/** Packs the given projects and installs the archives, all at once, into an empty project. */
export function createConsumer(folders: readonly string[]): Consumer {
  const base = mkdtempSync(join(tmpdir(), 'dqs-consumer-'));
  const folder = join(base, 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const consumer: Consumer = {
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
    run: (command, args) => runProcess(command, args, folder, consumerEnvironment(folder)),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
  const installed = consumer.run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    ...pack(folders, base),
  ]);
  if (installed.code !== 0) throw new Error(`npm install of the packed packages failed:\n${installed.output}`);
  installPeers(folders, consumer);
  return consumer;
}

/** Libraries that a package works with but does not bring, installed as its README says; no script of theirs runs. */
function installPeers(folders: readonly string[], consumer: Consumer): void {
  const peers = folders.flatMap((folder) => {
    const { peerDependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as Manifest;
    return Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
  });
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { code, output } = consumer.run('npm', ['install', ...options, ...new Set(peers)]);
  if (code !== 0) throw new Error(`npm install of the peers failed:\n${output}`);
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
