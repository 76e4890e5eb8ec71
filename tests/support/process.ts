import { spawn, spawnSync } from 'node:child_process';

/** What a child process printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Runs a program to its end, without standard input. */
export function runProcess(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Outcome {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw result.error;
  return { code: result.status ?? 128, stdout: result.stdout, output: `${result.stdout}${result.stderr}` };
}

/** The same beside what this process serves, such as a registry. */
export function runBeside(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Pick<Outcome, 'code' | 'output'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? 128, output }));
  });
}
