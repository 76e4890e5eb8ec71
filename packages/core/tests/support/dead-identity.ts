import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { ownIdentity, type ProcessIdentity } from '../../src/io/process-identity.js';

/** The identity of a process that has ended: a real one, killed, its number and start as they were. */
export async function deadIdentity(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
  return { ...ownIdentity(), pid: child.pid!, started };
}
