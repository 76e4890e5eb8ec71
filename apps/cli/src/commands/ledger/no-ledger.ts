import type { CommandResult } from '../../run.js';

/** What is told of a store whose ledger holds no forecasts. */
export function emptyLedger(store: string | undefined): CommandResult {
  const place = store ?? 'the database';
  return {
    json: { store, forecasts: [] },
    text: () =>
      `the ledger of ${place} holds no forecasts yet; dqs forecast issue --store ${store ?? '<dir>'} makes some\n`,
  };
}
