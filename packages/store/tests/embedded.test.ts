import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { openDatabase } from '../src/index.js';
import { isAlive } from '../src/embedded/server-record.js';
import { testFolder } from './support/folders.js';

const at = testFolder();

const pidOf = (folder: string) => {
  const text = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
};
const one = { sql: 'SELECT 1 AS one' };

describe('an embedded database', () => {
  it('is made when it is first opened, and its server runs as long as somebody has it open', async () => {
    const folder = at('first');
    const [a, b] = [await openDatabase({ folder }), await openDatabase({ folder })];
    const pid = pidOf(folder);
    await a.close();
    expect(isAlive(pid)).toBe(true);
    expect((await b.withClient((client) => client.query(one.sql))).rows).toEqual([{ one: 1 }]);
    await b.close();
    expect(isAlive(pid)).toBe(false);
    expect(readdirSync(join(folder, 'clients'))).toEqual([]);
  });

  it('opened several times at once starts one server', async () => {
    const folder = at('together');
    const all = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ folder })));
    const sockets = new Set(all.map(({ socket }) => socket?.folder));
    expect(sockets.size).toBe(1);
    await Promise.all(all.map((database) => database.close()));
    expect(readdirSync(join(folder, 'clients'))).toEqual([]);
  });

  it('whose server was killed comes back with all that was committed; what ran is told as lost', async () => {
    const folder = at('killed');
    const database = await openDatabase({ folder });
    await database.withClient((client) => client.query("INSERT INTO dqs.cursor VALUES ('deliveries', 7)"));
    const running = database.transaction(async (client) => {
      await client.query('UPDATE dqs.cursor SET position = 8');
      process.kill(pidOf(folder), 'SIGKILL');
      await client.query('SELECT pg_sleep(30)');
    });
    const error = await running.catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'store-lost', message: expect.stringContaining(folder) as string });
    // It did not commit, and whoever asked may ask again.
    expect(error).not.toHaveProperty('details.mayBeThere');
    const { rows } = await database.withClient((client) => client.query('SELECT position FROM dqs.cursor'));
    expect(rows).toEqual([{ position: 7 }]);
    await database.close();
  });

  it('whose server is killed while it commits says that nobody knows whether it did', async () => {
    const folder = at('doubt');
    const database = await openDatabase({ folder });
    await database.withClient((client) =>
      client.query(`CREATE TABLE slow (a int);
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
          EXECUTE FUNCTION slow()`),
    );
    const committing = database.transaction((client) => client.query('INSERT INTO slow VALUES (1)'));
    committing.catch(() => undefined);
    const asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    while ((await database.withClient((client) => client.query(asleep))).rowCount === 0);
    process.kill(pidOf(folder), 'SIGKILL');
    await expect(committing).rejects.toMatchObject({ code: 'store-lost', details: { mayBeThere: true } });
    await database.close();
  });

  it('listens on a socket in a folder for its user alone, and on no port', async () => {
    const database = await openDatabase({ folder: at('first') });
    const { folder, passwordFile } = database.socket!;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
    const { rows } = await database.withClient((client) =>
      client.query("SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync"),
    );
    expect(rows).toEqual([{ addresses: '', fsync: 'on' }]);
    await database.close();
  });

  it('an error of a statement names the database and not the password', async () => {
    const database = await openDatabase({ folder: at('first') });
    const error = await database
      .withClient((client) => client.query('SELECT nothing'))
      .catch((cause: unknown) => cause);
    expect(DqsError.is(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'internal',
      message: expect.stringContaining('column "nothing" does not exist') as string,
    });
    await database.close();
  });
});
