// Child processes of the build, with an error that says which command failed and shows the end of its output.
import { spawnSync } from 'node:child_process';

/** Runs a command and returns its standard output. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  if (result.error) throw new Error(`cannot run "${command}": ${result.error.message}`);
  if (result.status !== 0) {
    const tail = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim().split('\n').slice(-40).join('\n');
    throw new Error(`"${command} ${args.join(' ')}" ended with ${result.status ?? result.signal}:\n${tail}`);
  }
  return result.stdout ?? '';
}

/** Whether a command exists and answers --version. */
export function available(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
