// `stop-at-every-step <folder>`: replaces a directory once for each step that takes, in `<folder>/<step>`, and stops for
// good before that step, as a killed process does. Prints the number of steps, then waits to be killed.
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const [folder] = process.argv.slice(2) as [string];
let left = Number.POSITIVE_INFINITY;
let stopped: () => void = () => undefined;

for (const name of ['lstat', 'mkdir', 'open', 'readdir', 'rename', 'rm'] as const) {
  const original = files[name] as (...args: never[]) => Promise<unknown>;
  Object.assign(files, {
    [name]: (...args: never[]) => {
      left -= 1;
      if (left >= 0) return original(...args);
      stopped();
      return new Promise(() => undefined);
    },
  });
}
syncBuiltinESMExports();

async function main(): Promise<void> {
  const { writeDirectoryAtomic } = await import('../../src/io/atomic-directory.js');
  const whole = (content: string) =>
    new Map([
      ['a.txt', content],
      ['b.txt', content],
    ]);
  let steps = 0;
  for (let isDone = false; !isDone; steps += 1) {
    const path = join(folder, String(steps), 'bundle');
    left = Number.POSITIVE_INFINITY;
    await writeDirectoryAtomic(path, whole('old'));
    left = steps;
    const written = writeDirectoryAtomic(path, whole('new')).then(() => true);
    isDone = await Promise.race([written, new Promise<boolean>((done) => (stopped = () => done(false)))]);
  }
  process.stdout.write(`${steps}\n`);
  setInterval(() => undefined, 1000);
}

void main();
