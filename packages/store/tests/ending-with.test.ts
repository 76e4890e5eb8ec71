import { actInStore, NO_ALERTS } from '@dqs/alerting';

import { endingWith, openDatabase, PostgresAlertingStore, type StoreDatabase } from '../src/index.js';
import { testFolder } from './support/folders.js';

const at = testFolder();
const SILENCE = { match: { owner: ['ann'] }, from: 0, until: 1, by: 'ann', comment: 'a move', at: 0 };

describe('a database whose transactions end with more work', () => {
  let database: StoreDatabase;
  beforeAll(async () => {
    database = await openDatabase({ folder: at('ending') });
    await database.withClient((client) => client.query('CREATE TABLE noted (text text)'));
  });
  afterAll(() => database?.close());
  beforeEach(() => database.withClient((client) => client.query('TRUNCATE noted, dqs.alerting_silence, dqs.alerting')));

  const noted = async () => (await database.withClient((client) => client.query('SELECT text FROM noted'))).rowCount;
  const storeNoting = (isFine = true) =>
    new PostgresAlertingStore(
      endingWith(database, async (client) => {
        await client.query("INSERT INTO noted VALUES ('an act')");
        if (!isFine) throw new Error('not noted');
      }),
    );

  it('does both', async () => {
    const store = storeNoting();
    const { id } = await store.addSilence('checks', SILENCE);
    await store.endSilence('checks', id, { at: 1, by: 'bob' });
    await store.outboxOf('checks').switchOn('mail');
    expect(await noted()).toBe(3);
  });

  it('does neither where the last fails', async () => {
    await expect(storeNoting(false).addSilence('checks', SILENCE)).rejects.toThrow('not noted');
    expect([await noted(), await storeNoting().silences('checks')]).toEqual([0, []]);
  });

  it('does nothing more where nothing has changed, and where it is only read', async () => {
    const store = storeNoting();
    expect(await store.endSilence('checks', 'sil-0', { at: 1, by: 'bob' })).toBeUndefined();
    await store.outboxOf('checks').status();
    const act = { kind: 'acknowledge', at: 1, by: 'ann', incident: 'inc-0' } as const;
    const policy = { digest: 'd', incidents: {} as never };
    await expect(actInStore(store, { name: 'checks', policy, act })).rejects.toMatchObject({
      code: 'incident-invalid',
    });
    expect([await noted(), (await store.load('checks')).state]).toEqual([0, NO_ALERTS]);
  });
});
