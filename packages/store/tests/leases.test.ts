import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ownIdentity } from '@dqs/core/io';

import { addLease, endLease, leaseHolders } from '../src/embedded/leases.js';
import { testFolder } from './support/folders.js';

const at = testFolder();

/** A folder with such leases of others. */
function leasesOf(name: string, others: Readonly<Record<string, string>>): string {
  const folder = at(name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(others)) writeFileSync(join(folder, file), text);
  return folder;
}

describe('who uses a server', () => {
  const self = ownIdentity();
  /** No process has this number. */
  const dead = JSON.stringify({ ...self, pid: 2 ** 30 });
  const elsewhere = JSON.stringify({ ...self, host: 'elsewhere.example' });

  it('are the processes that took part and have not left', async () => {
    const folder = at('two');
    const [a, b] = [await addLease(folder), await addLease(folder)];
    expect(leaseHolders(folder)).toEqual([self, self]);
    expect([endLease(folder, a), endLease(folder, b)]).toEqual([1, 0]);
    expect(leaseHolders(folder)).toEqual([]);
  });

  it('are none that ended, are elsewhere, or wrote what nobody can read; they are removed', async () => {
    const unreadable = {
      'a.json': '',
      'b.json': '{',
      'c.json': 'null',
      'd.json': '{"pid":"7"}',
      'e.json': '{"pid":7}',
    };
    const folder = leasesOf('left', { ...unreadable, 'dead.json': dead, 'other.json': elsewhere, 'notes.txt': dead });
    await addLease(folder);
    expect(leaseHolders(folder)).toEqual([self]);
    expect(endLease(folder)).toBe(1);
    expect(readdirSync(folder).filter((name) => !name.includes('-'))).toEqual(['notes.txt']);
  });

  it('are none where there is no folder', () => {
    expect([leaseHolders(at('nowhere')), endLease(at('nowhere'), at('nowhere/a.json'))]).toEqual([[], 0]);
  });
});
