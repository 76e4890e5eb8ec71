import type { LedgerStore } from '@dqs/ledger';
import { LEDGER_STORE_CONTRACT } from '@dqs/ledger/testing';

import { openDatabase, openLedger, type DatabasePlace, type StoreDatabase } from '../src/index.js';
import { testFolder } from './support/folders.js';
import { serverPrograms, startServer, type Server } from './support/server.js';
import { spareDisk } from './support/spare-disk.js';

const at = testFolder();
const bin = serverPrograms();
let server: Server | undefined;
afterAll(() => server?.stop());

const KINDS: readonly (readonly [kind: string, place: () => DatabasePlace, isThere: boolean])[] = [
  ['the embedded PostgreSQL', () => ({ folder: at('contract') }), true],
  ['a PostgreSQL server', () => ({ url: (server ??= startServer(bin!)).url }), bin !== undefined],
];

describe.each(KINDS)('a ledger on %s', (_kind, placeOf, isThere) => {
  const facts = isThere ? it : it.skip;
  let keeper: StoreDatabase;
  beforeAll(async () => {
    if (!isThere) return;
    keeper = await openDatabase(placeOf());
    await spareDisk(keeper);
  });
  afterAll(() => keeper?.close());

  facts.each(LEDGER_STORE_CONTRACT.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
    await keeper.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE'));
    const opened: LedgerStore[] = [];
    try {
      await run(async () => {
        const ledger = await openLedger(placeOf());
        opened.push(ledger);
        return ledger;
      });
    } finally {
      for (const ledger of opened) await ledger.close();
    }
  });
});
