import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of tests/programs in a separate process, straight from the sources. */
export function program(
  name: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
  env = {},
): Promise<Ended> {
  const file = resolve(__dirname, '../programs', name);
  const options = { env: { ...process.env, NODE_OPTIONS: '', ...env }, cwd: resolve(__dirname, '../..') };
  const child = spawn(
    process.execPath,
    [...nodeArgs, '--conditions=@dqs/source', '--import', 'tsx', file, ...args],
    options,
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, stdout, stderr })));
}
