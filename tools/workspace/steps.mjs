// A list of checks, run one after another; all run even when one fails, and the list of failures comes last.
import { secondsSince, show } from './run.mjs';

/**
 * Runs `[name, command, ...args]` steps.
 *
 * @returns names of the steps that failed.
 */
export async function runSteps(steps) {
  const failed = [];
  for (const [name, command, ...args] of steps) {
    const start = performance.now();
    console.log(`\n── ${name}: ${[command, ...args].join(' ')}`);
    const code = await show(command, args);
    console.log(`── ${name}: ${code === 0 ? 'ok' : `failed with code ${code}`}, ${secondsSince(start)}`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}
