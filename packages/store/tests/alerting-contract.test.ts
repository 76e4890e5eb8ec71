import { ALERTING_STORE_CONTRACT, OUTBOX_CONTRACT, type OutboxBench } from '@dqs/alerting/testing';
import type { PoolClient } from 'pg';

import { openAlertingStore, type PostgresAlertingStore } from '../src/index.js';
import { emptyAlerting } from './support/alerting-tables.js';
import { describeOnPlaces, type ContractPlace } from './support/contract-places.js';

/** Runs a check on a place without alerting, and closes what it opens. */
async function withStores(
  { place, keeper }: ContractPlace,
  run: (open: () => Promise<PostgresAlertingStore>) => Promise<void>,
): Promise<void> {
  await emptyAlerting(keeper);
  const opened: PostgresAlertingStore[] = [];
  try {
    await run(async () => {
      const store = await openAlertingStore(place);
      opened.push(store);
      return store;
    });
  } finally {
    for (const store of opened) await store.close();
  }
}

describeOnPlaces('what alerting remembers', (it, placeOf) => {
  it.each(ALERTING_STORE_CONTRACT.map(({ title, run }) => [title, run] as const))('%s', (_title, run) =>
    withStores(placeOf(), run),
  );

  it.each(OUTBOX_CONTRACT.map(({ title, run }) => [title, run] as const))('has an outbox: %s', async (_title, run) => {
    const { keeper } = placeOf();
    await keeper.withClient((client) =>
      client.query('CREATE TABLE IF NOT EXISTS decision (text text); TRUNCATE decision'),
    );
    await withStores(placeOf(), (open) => run(async () => benchOf(await open(), placeOf())));
  });
});

/** A table of decisions stands beside the outbox. */
function benchOf(store: PostgresAlertingStore, { keeper }: ContractPlace): OutboxBench<PoolClient> {
  return {
    outbox: store.outboxOf('checks'),
    transact: (work) => store.transact(work),
    decide: async (tx, decision) => void (await tx.query('INSERT INTO decision VALUES ($1)', [decision])),
    decisions: async () => {
      const { rows } = await keeper.withClient((client) => client.query<{ text: string }>('SELECT text FROM decision'));
      return rows.map(({ text }) => text);
    },
  };
}
