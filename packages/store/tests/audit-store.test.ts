import { AUDIT_STORE_CONTRACT } from '@dqs/core/testing';

import { PostgresAuditStore } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

describeOnPlaces('PostgresAuditStore', (it, placeOf) => {
  beforeEach(() => placeOf().keeper.withClient((client) => client.query('TRUNCATE dqs.audit_entry')));

  it.each(AUDIT_STORE_CONTRACT.map(({ title, run }) => [title, run] as const))('%s', (_title, run) =>
    run(() => new PostgresAuditStore(placeOf().keeper)),
  );

  it('adds an entry with the change that it tells of, or neither', async () => {
    const { keeper } = placeOf();
    const store = new PostgresAuditStore(keeper);
    const change = (isDone: boolean) =>
      keeper.transaction(async (tx) => {
        await store.appendIn(tx, (last) => Buffer.from(`after ${last?.number ?? 0}`));
        if (!isDone) throw new Error('undone');
      });
    await change(true);
    await expect(change(false)).rejects.toThrow('undone');
    await change(true);
    expect((await store.read(1, 10)).map(String)).toEqual(['after 0', 'after 1']);
  });

  it('gives writers in transactions of their own each its number', async () => {
    const { keeper } = placeOf();
    const store = new PostgresAuditStore(keeper);
    const add = () =>
      keeper.transaction((tx) => store.appendIn(tx, (last) => Buffer.from(String((last?.number ?? 0) + 1))));
    await Promise.all(Array.from({ length: 50 }, add));
    expect((await store.read(1, 100)).map(Number)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });
});
