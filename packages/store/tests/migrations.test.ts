import { NO_ALERTS } from '@dqs/alerting';

import { MIGRATIONS } from '../src/schema/migrations/index.js';
import {
  migrate,
  openDatabase,
  PostgresAlertingStore,
  SCHEMA_VERSION,
  StoreDatabase,
  storeStatus,
  type Migration,
} from '../src/index.js';
import { storedKey } from '../src/text/stored-key.js';
import { testFolder } from './support/folders.js';
import { serverPrograms, startServer, type Server } from './support/server.js';

const at = testFolder();

describe('migrations', () => {
  let database: StoreDatabase;
  beforeAll(async () => {
    database = await StoreDatabase.open({ folder: at('migrations') });
  });
  afterAll(() => database?.close());
  beforeEach(() => database.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE')));

  it('are made once where several try at once', async () => {
    const made = await Promise.all([migrate(database), migrate(database), migrate(database)]);
    expect(made.map((steps) => steps.length).sort()).toEqual([0, 0, SCHEMA_VERSION]);
  });

  it('go on from where a database stands', async () => {
    await migrate(database, { migrations: MIGRATIONS.slice(0, 1) });
    expect((await migrate(database)).map(({ name }) => name)).toEqual(MIGRATIONS.slice(1).map(({ name }) => name));
  });

  it('keep where alertings stand as the first state of their past', async () => {
    await migrate(database, { migrations: MIGRATIONS.slice(0, 6) });
    const state = { ...NO_ALERTS, at: 5, pages: [{ owner: `a\0\ud800`, incident: 'inc-1', at: 4 }] };
    await database.withClient(async (client) => {
      const [key, name] = [storedKey(['checks']), 'checks'];
      await client.query('INSERT INTO dqs.alerting VALUES ($1, $2, 3, $3)', [key, name, JSON.stringify(state)]);
      await client.query(
        `INSERT INTO dqs.alerting_step SELECT $1, n, n + 4, false, '{}' FROM generate_series(1, 3) n`,
        [key],
      );
    });
    await migrate(database);
    const store = new PostgresAlertingStore(database);
    expect(await store.stateAt('checks', 7)).toEqual({ version: 3, state });
    await expect(store.stateAt('checks', 6)).rejects.toMatchObject({ code: 'history-removed' });
  });

  it('that fail leave the database as it was', async () => {
    await migrate(database, { migrations: MIGRATIONS.slice(0, 1) });
    const broken: Migration = {
      version: 2,
      name: 'broken',
      tables: [],
      up: async (client) => {
        await client.query('CREATE TABLE dqs.half (a integer)');
        await client.query('SELECT nothing');
      },
    };
    const failing = migrate(database, { migrations: [MIGRATIONS[0]!, broken] });
    await expect(failing).rejects.toMatchObject({ code: 'internal' });
    expect((await migrate(database)).map(({ version }) => version)).toEqual(
      MIGRATIONS.slice(1).map(({ version }) => version),
    );
    const half = await database.withClient((client) => client.query("SELECT to_regclass('dqs.half') AS half"));
    expect(half.rows).toEqual([{ half: null }]);
  });

  it('of a newer program are refused, and it is named', async () => {
    await migrate(database);
    await database.withClient((client) => client.query("INSERT INTO dqs.migration VALUES (99, 'later', 0, '9.9.9')"));
    const expected = { code: 'store-version', message: expect.stringContaining('use DQS 9.9.9 or newer') as string };
    await expect(openDatabase({ folder: at('migrations') })).rejects.toMatchObject(expected);
    await expect(migrate(database)).rejects.toMatchObject(expected);
  });

  it('and all else are left alone by the status', async () => {
    expect(await storeStatus({ folder: at('never') })).toEqual({
      kind: 'embedded',
      place: at('never'),
      exists: false,
    });
    const status = await storeStatus({ folder: at('migrations') });
    expect(status).toMatchObject({ exists: true, schema: { version: 0, newest: SCHEMA_VERSION }, tables: [] });
  });

  it('are listed with their times by the status', async () => {
    await migrate(database);
    const { schema } = await storeStatus({ folder: at('migrations') });
    expect(schema!.migrations.map(({ version }) => version)).toEqual(MIGRATIONS.map(({ version }) => version));
    const times = schema!.migrations.map(({ appliedAt }) => appliedAt);
    expect(times).toEqual([...times].map((time) => new Date(time).toISOString()));
  });
});

const bin = serverPrograms();
(bin === undefined ? describe.skip : describe)('a database on a server', () => {
  let server: Server;
  beforeAll(() => {
    server = startServer(bin!);
  });
  afterAll(() => server?.stop());

  it('is migrated when it is empty, and by nobody but migrate when it is older', async () => {
    const url = server.database('older');
    const database = await openDatabase({ url });
    const tables = MIGRATIONS.at(-1)!
      .tables.map((table) => `dqs.${table}`)
      .join(', ');
    await database.withClient((client) =>
      client.query(`DROP TABLE ${tables}; DELETE FROM dqs.migration WHERE version = ${SCHEMA_VERSION}`),
    );
    await expect(openDatabase({ url })).rejects.toMatchObject({
      code: 'store-version',
      message: expect.stringContaining('dqs store migrate') as string,
    });
    await migrate(database);
    await database.close();
    await (await openDatabase({ url })).close();
  });

  it('is named without its password, in errors too', async () => {
    const database = await openDatabase({ url: server.database('named') });
    expect([database.place, database.kind]).toEqual([expect.not.stringContaining('s3cr'), 'server']);
    await database.close();
    const error = await openDatabase({ url: server.url.replace('/postgres?', '/absent?') }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ code: 'store-unreachable' });
    expect(JSON.stringify({ ...(error as object), message: String(error) })).not.toMatch(/s3cr/);
    const noUrl = await openDatabase({ url: 'dqs:s3cret@db' }).catch((cause: unknown) => cause);
    expect(noUrl).toMatchObject({ code: 'config-invalid', message: expect.not.stringContaining('s3cret') as string });
  });
});
