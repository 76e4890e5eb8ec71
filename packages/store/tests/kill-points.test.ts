import { Random } from '@dqs/core';
import { MemoryLedger } from '@dqs/ledger';
import { drawWorld, gradesText, playPlainly, playSchedule } from '@dqs/ledger/testing';

import { openDatabase, openLedger, type StoreDatabase } from '../src/index.js';
import { DyingClient } from './support/dying-client.js';
import { embeddedUrl } from './support/embedded-url.js';
import { testFolder } from './support/folders.js';
import { spareDisk } from './support/spare-disk.js';

const at = testFolder();
const POINTS = 100;
const world = drawWorld(new Random(11));

/** Registers, issues, collects and grades; the same calls in the same order every time. */
const play = async (url: string) => {
  const ledger = await openLedger({ url });
  try {
    await playSchedule(ledger, world, new Random(5));
  } finally {
    await ledger.close();
  }
};

describe('a client that is killed', () => {
  let keeper: StoreDatabase;
  let url: string;
  let client: DyingClient;
  beforeAll(async () => {
    keeper = await openDatabase({ folder: at('killed') });
    await spareDisk(keeper);
    url = embeddedUrl(keeper);
    client = new DyingClient();
  });
  afterAll(async () => {
    client?.restore();
    await keeper?.close();
  });

  const empty = () => keeper.withClient((one) => one.query('DROP SCHEMA IF EXISTS dqs CASCADE'));

  it(`at any of ${POINTS} messages of registering, issuing, collecting and grading loses nothing and leaves nothing twice`, async () => {
    const memory = new MemoryLedger();
    await playPlainly(memory, world);
    const expected = await gradesText(memory);
    await empty();
    client.live();
    await play(url);
    const messages = client.sent;
    expect(messages).toBeGreaterThan(POINTS);
    const random = new Random(2026);
    for (let point = 0; point < POINTS; point += 1) {
      const last = Math.floor(((point + random.next()) * messages) / POINTS);
      client.live();
      await empty();
      client.dieAfter(last);
      await play(url).catch(() => undefined);
      client.live();
      await play(url);
      const ledger = await openLedger({ url });
      const found = await gradesText(ledger);
      await ledger.close();
      if (found !== expected)
        throw new Error(`after the end at message ${last} of ${messages}: ${found.slice(0, 500)}`);
    }
  });
});
