import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Spool } from '../../src/array/spool.js';
import { describePart } from '../../src/state/part-file.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder();

describe('a spool', () => {
  it('gives back what was added, any number of times, from memory and from a temporary file that is gone afterwards', async () => {
    const pieces = Array.from({ length: 20 }, (_, i) => Buffer.from(`piece ${i};`.repeat(i)));
    const whole = Buffer.concat(pieces);
    for (const memoryBytes of [0, 100, 1_000_000]) {
      const place = join(folder, String(memoryBytes));
      mkdirSync(place);
      const spool = new Spool(memoryBytes, place);
      for (const piece of pieces) await spool.append(piece);
      expect(spool.describe()).toEqual(describePart(whole));
      expect(readdirSync(place)).toHaveLength(memoryBytes < whole.length ? 1 : 0);
      for (let i = 0; i < 2; i += 1) {
        const read: Uint8Array[] = [];
        for await (const piece of spool.pieces()) read.push(Uint8Array.from(piece));
        expect(Buffer.concat(read)).toEqual(whole);
      }
      await spool.discard();
      expect(readdirSync(place)).toEqual([]);
    }
  });

  it('says so if there is no room for a temporary file', async () => {
    const spool = new Spool(0, join(folder, 'missing'));
    await expect(spool.append(Buffer.from('x'))).rejects.toMatchObject({ code: 'output-not-writable' });
    await spool.discard();
  });
});
