import { Random } from '@dqs/core';
import { MemoryLedger } from '@dqs/ledger';
import { drawWorld, gradesText, playPlainly, playSchedule } from '@dqs/ledger/testing';

import { openDatabase, openLedger, type StoreDatabase } from '../src/index.js';
import { testFolder } from './support/folders.js';
import { spareDisk } from './support/spare-disk.js';

const at = testFolder();
const SCHEDULES = 50;

describe('random schedules of late, duplicate, corrected and reordered deliveries', () => {
  let keeper: StoreDatabase;
  beforeAll(async () => {
    keeper = await openDatabase({ folder: at('schedules') });
    await spareDisk(keeper);
  });
  afterAll(() => keeper?.close());

  it(`give grades on PostgreSQL that are equal in every bit to those of one plain delivery, ${SCHEDULES} of them`, async () => {
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      const world = drawWorld(new Random(seed));
      const plain = new MemoryLedger();
      await playPlainly(plain, world);
      await keeper.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE'));
      const ledger = await openLedger({ folder: at('schedules') });
      try {
        await playSchedule(ledger, world, new Random(1000 + seed));
        expect([seed, await gradesText(ledger)]).toEqual([seed, await gradesText(plain)]);
      } finally {
        await ledger.close();
      }
    }
  });
});
