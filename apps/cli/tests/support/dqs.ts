import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The program as the global set-up bundled it. */
export const PROGRAM = resolve(__dirname, '..', '..', 'coverage', 'program', 'main.js');

/** What a finished run of the program left. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the program is started. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Text for stdin. */
  readonly input?: string | Buffer;
}

/** The environment of a run: no settings of the developer's own, and the native library where the sources have it. */
export function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(DQS_|NODE_OPTIONS|FORCE_COLOR|NO_COLOR)/.test(name));
  const binary = resolve(__dirname, '../../../../packages/lightgbm/build/dqs_lightgbm.node');
  const scanner = resolve(__dirname, '../../../../packages/ingestion/build/dqs_scan.node');
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    DQS_LIGHTGBM_BINARY: binary,
    DQS_SCAN_BINARY: scanner,
    ...extra,
  };
}

/** Starts `dqs` as a real process. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { cwd: options.cwd, env: environment(options.env) });
}

/** Runs `dqs` as a real process to its end. */
export async function dqs(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  child.stdin!.on('error', () => undefined);
  child.stdin!.end(options.input ?? '');
  return finished(child);
}

/** Waits for a process and collects what it prints. */
export async function finished(child: ChildProcess): Promise<Run> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
  }
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, ...texts };
}

/** A folder for the tests of a file, removed afterwards. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-cli-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
