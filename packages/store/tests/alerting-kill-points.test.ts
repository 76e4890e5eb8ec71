import { MemoryAlertingStore } from '@dqs/alerting';
import { brokenPromises, playAlerting, PlayService, playText } from '@dqs/alerting/testing';

import { openAlertingStore, openDatabase, type PostgresAlertingStore, type StoreDatabase } from '../src/index.js';
import { emptyAlerting } from './support/alerting-tables.js';
import { DyingClient } from './support/dying-client.js';
import { embeddedUrl } from './support/embedded-url.js';
import { testFolder } from './support/folders.js';
import { spareDisk } from './support/spare-disk.js';

const at = testFolder();
/** Histories, in each of which process after process is killed. */
const HISTORIES = 20;
const KILLS = 10;
/** Leases of a process that was killed have ended when the next one begins. */
const RESTART_MS = 130_000;

describe('alerting whose process is killed', () => {
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

  async function inStore<T>(work: (store: PostgresAlertingStore) => Promise<T>): Promise<T> {
    const store = await openAlertingStore({ url });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  it(`at any of ${HISTORIES * KILLS} points of deciding, queueing and dispatching loses nothing and repeats only under the same id`, async () => {
    const memory = new MemoryAlertingStore();
    await playAlerting(memory, new PlayService());
    const expected = await playText(memory);
    await emptyAlerting(keeper);
    client.live();
    await inStore((store) => playAlerting(store, new PlayService()));
    const messages = client.sent;
    expect(messages).toBeGreaterThan(HISTORIES * KILLS);
    for (let history = 0; history < HISTORIES; history += 1) {
      const service = new PlayService();
      await emptyAlerting(keeper);
      let kills = 0;
      for (; kills < KILLS; kills += 1) {
        const share = kills === 0 ? (history + 1) / HISTORIES : 1;
        client.dieAfter(Math.ceil((share * messages) / KILLS));
        const isWhole = await inStore((store) => playAlerting(store, service, kills * RESTART_MS)).then(
          () => true,
          () => false,
        );
        client.live();
        if (isWhole) throw new Error(`history ${history} ended before kill ${kills + 1}`);
      }
      await inStore(async (store) => {
        await playAlerting(store, service, kills * RESTART_MS);
        expect(await brokenPromises(store, service, kills)).toEqual([]);
        expect(await playText(store)).toBe(expected);
      });
    }
  });
});
