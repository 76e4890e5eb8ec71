import { MemoryLedger } from '../src/index.js';
import { LEDGER_STORE_CONTRACT } from '../src/testing/index.js';

describe('MemoryLedger, a ledger store', () => {
  it.each(LEDGER_STORE_CONTRACT.map(({ title, run }) => [title, run] as const))('%s', async (_, run) => {
    const place = new MemoryLedger();
    await run(() => Promise.resolve(place));
  });
});
