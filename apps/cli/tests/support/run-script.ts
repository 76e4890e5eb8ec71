import { spawn } from 'node:child_process';

import { environment, finished, PROGRAM, type Run, type RunOptions } from './dqs.js';

/** Runs a script of shell commands in which `dqs` is the program; the first command that fails ends it. */
export function runScript(script: string, { cwd, env }: RunOptions): Promise<Run> {
  const program = `dqs() { '${process.execPath}' '${PROGRAM}' "$@"; }`;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `${program}\n${script}`], { cwd, env: environment(env) });
  return finished(child);
}
