// Running other programs: shown as they run, or kept quiet until something goes wrong.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { inRoot, root } from './paths.mjs';

const environment = (extra = {}) => ({
  ...process.env,
  PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
  ...extra,
});

/**
 * Runs a program with the terminal's own input and output.
 *
 * @returns its exit code; 128 + n when signal n ended it.
 */
export function show(command, args, { env, cwd = root } = {}) {
  return finished(spawn(command, args, { cwd, env: environment(env), stdio: 'inherit' }));
}

/** Runs a program and keeps what it prints: `{ code, output }`, stdout and stderr in the order they came. */
export function capture(command, args, { env, cwd = root } = {}) {
  return captureAs(command, args, { cwd, env: environment(env) });
}

/** The same with exactly that environment. */
export async function captureAs(command, args, { env, cwd }) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await finished(child);
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  });
}

/** `12.3 s` since `start` (a `performance.now()`). */
export const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
