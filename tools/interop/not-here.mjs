import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../workspace/paths.mjs';

/** Says that a suite cannot run on this machine, and why; thrown by `run` of a suite. */
export class NotHere extends Error {}

/**
 * A program of Go, built once from the module proxy and kept.
 *
 * @param module package with its pinned version: `helm.sh/helm/v3/cmd/helm@v3.22.0`.
 * @returns its path.
 * @throws NotHere where there is no Go, or the proxy cannot be reached.
 */
export function goProgram(module) {
  const [path, version] = module.split('@');
  const folder = inRoot('node_modules', '.cache', 'interop', 'go', version);
  const program = join(folder, path.split('/').at(-1));
  if (existsSync(program)) return program;
  const go = spawnSync('which', ['go'], { encoding: 'utf8' }).stdout.trim() || '/usr/local/go/bin/go';
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GOBIN: folder };
  const { status, stderr, error } = spawnSync(go, ['install', module], { encoding: 'utf8', env, timeout: 30 * 60_000 });
  if (status !== 0)
    throw new NotHere(`${module} cannot be built: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return program;
}

/** Runs a program to its end and gives what it printed; throws with the end of its errors where it fails. */
export function output(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...options,
  });
  if (status === 0) return stdout;
  throw new Error(
    `${program} ${args.join(' ')} ended with ${status ?? error?.message}: ${stderr?.slice(-3000)}\n${stdout?.slice(-3000)}`,
  );
}
