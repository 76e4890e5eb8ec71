// `contend <folder> <name> <contenders> <rounds>`: tries to take the lock of each round at the moment the others do, keeps
// what it gets, and prints its rounds as JSON.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DqsError } from '../../src/errors/dqs-error.js';
import { takeFileLock } from '../../src/io/file-lock.js';

const [folder, name, contenders, rounds] = process.argv.slice(2) as [string, string, string, string];

/** Turns in place until all have come: waiting by timers would spread them over milliseconds. */
function meet(place: string): void {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), '');
  while (readdirSync(place).length < Number(contenders));
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await takeFileLock(path, { target: path, purpose: 'hold', busyCode: 'panel-busy' });
    return true;
  } catch (error) {
    if (DqsError.is(error) && error.code === 'panel-busy') return false;
    throw error;
  }
}

const won: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const place = join(folder, String(round));
  meet(join(place, 'here'));
  if (await isTaken(join(place, 'lock'))) won.push(round);
}
// The holders live until all rounds are over, or their locks would be those of dead processes.
meet(join(folder, 'over'));
process.stdout.write(JSON.stringify(won));
