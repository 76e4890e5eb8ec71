import type { LedgerStore } from '@dqs/ledger';
import { LEDGER_STORE_CONTRACT } from '@dqs/ledger/testing';

import { openLedger } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

describeOnPlaces('a ledger', (it, placeOf) => {
  it.each(LEDGER_STORE_CONTRACT.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
    const { place, keeper } = placeOf();
    await keeper.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE'));
    const opened: LedgerStore[] = [];
    try {
      await run(async () => {
        const ledger = await openLedger(place);
        opened.push(ledger);
        return ledger;
      });
    } finally {
      for (const ledger of opened) await ledger.close();
    }
  });
});
