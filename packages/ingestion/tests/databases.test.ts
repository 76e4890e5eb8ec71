import { readFileSync, writeFileSync } from 'node:fs';

import { DqsError } from '@dqs/core';

import { loadPanel, readPanel, savePanel, updatePanel, type ReadOptions } from '../src/index.js';
import { checkSource } from '../src/databases/database-source.js';
import { hostileLog, linesOf } from './support/hostile-log.js';
import { testFolder } from './support/logs.js';
import { copyInto, postgresPrograms, startPostgres, type Postgres } from './support/postgres.js';

const at = testFolder();
const bin = postgresPrograms();
const LENIENT = { maxRejectRatio: 1, maxUnreadableRatio: 1 } as const;
const log = hostileLog(12_000);

async function failure(options: ReadOptions): Promise<DqsError> {
  const error = await readPanel([], options).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(DqsError);
  return error as DqsError;
}

(bin === undefined ? describe.skip : describe)('a log in PostgreSQL', () => {
  let postgres: Postgres;
  let url = '';
  beforeAll(() => {
    postgres = startPostgres(bin!);
    url = `postgres://${postgres.user}:s3cr%40t@localhost/postgres?host=${encodeURIComponent(postgres.socket)}`;
    postgres.run(copyInto('log', log));
    writeFileSync(at('log.jsonl'), linesOf(log));
  });
  afterAll(() => postgres?.stop());

  const bytesOf = async (inputs: readonly string[], options: ReadOptions) => {
    const rejectsFile = at('rejects.jsonl');
    const { panel, report } = await readPanel(inputs, { ...LENIENT, rejectsFile, ...options });
    await savePanel(at('p.parquet'), panel);
    const records = readFileSync(rejectsFile, 'utf8').trim().split('\n');
    const rejects = records.map((line) => JSON.parse(line) as { reason: string });
    return {
      bytes: readFileSync(at('p.parquet')),
      rejects: rejects.map(({ reason }) => reason).sort(),
      report,
    };
  };

  it.each([
    ['table', () => ({ url, table: 'log' })],
    ['table in a schema', () => ({ url, table: '"public".LOG' })],
    ['query', () => ({ url, query: 'SELECT * FROM log -- everything' })],
  ])('read as a %s gives the panel and the rejects of the same log in a file', async (_, database) => {
    const [direct, read] = [await bytesOf([at('log.jsonl')], {}), await bytesOf([], { database: database() })];
    expect(read.bytes.equals(direct.bytes)).toBe(true);
    // A table has no order.
    expect(read.rejects).toEqual(direct.rejects);
    expect(read.report).toMatchObject({ rows: 12_000, files: [{ format: 'postgres' }] });
  });

  it('is understood whatever types its columns have, wherever the server stands', async () => {
    postgres.run(`CREATE TABLE typed (check_name text, tbl varchar(20), ok boolean, run_at timestamptz, n int, cnt numeric);
      INSERT INTO typed VALUES ('a', 'orders', true, '2026-03-01 23:30:00+00', 12, 100), ('a', 'orders', false, '2026-03-01 22:30:00+00', NULL, 7.5);
      CREATE TABLE dated AS SELECT check_name, tbl, json_build_object('result', ok) AS r, DATE '2026-03-05' AS d FROM typed`);
    const map = { rule_code: 'check_name', dataset_name: 'tbl', results: 'ok', business_date: 'run_at' };
    const options = { map: { ...map, row_count: 'n', dataset_record_count: 'cnt' }, timezone: 'Europe/Berlin' };
    const { panel, report } = await readPanel([], { database: { url, table: 'typed' }, ...options });
    expect(panel.cells).toMatchObject({
      passes: Int32Array.of(0, 12),
      fails: Int32Array.of(1, 0),
      recordCount: Float64Array.of(7.5, 100),
    });
    expect([report.firstDate, report.lastDate]).toEqual(['2026-03-01', '2026-03-02']);
    const dated = { map: { ...map, results: 'r', business_date: 'd' }, database: { url, table: 'dated' } };
    expect((await readPanel([], dated)).report).toMatchObject({ passed: 1, failed: 1, firstDate: '2026-03-05' });
  });

  it('is known to a saved panel by a name without secrets, and refused the second time, in whatever order it comes', async () => {
    const store = at('store.parquet');
    const { sources } = await updatePanel(store, [], { ...LENIENT, database: { url, table: 'log' } });
    expect(sources).toMatchObject([
      { path: `postgres://${postgres.socket}/postgres table log`, rows: expect.any(Number) as number },
    ]);
    const again = updatePanel(store, [], {
      ...LENIENT,
      database: { url, query: 'SELECT * FROM log ORDER BY md5(results)' },
    });
    await expect(again).rejects.toMatchObject({ code: 'input-duplicate' });
    expect(JSON.stringify((await loadPanel(store)).sources)).not.toMatch(/s3cr/);
  });

  it('cannot be changed by a query', async () => {
    for (const query of [
      'DELETE FROM log RETURNING *',
      "SELECT set_config('x.y', 'z', false), pg_advisory_lock(1), nextval('s')",
    ]) {
      const { code, message } = await failure({ database: { url, query } });
      expect([code, /read-only transaction|does not exist/.test(message)]).toEqual(['input-unreadable', true]);
    }
    expect(postgres.run('SELECT count(*) FROM log').trim()).toBe('12000');
  });

  it.each([
    ['a table that is not there', { table: 'absent' }, /relation "absent" does not exist/],
    ['a query that is none', { query: 'SELEC 1' }, /syntax error at or near "SELEC"/],
    ['columns that are missing', { query: 'SELECT 1 AS rule_code, 2 AS day' }, /--map business_date=day/],
    ['another database', { url: 'other', table: 'log' }, /database "other" does not exist/],
  ])(
    '%s is an error that says what the server said',
    async (_, { url: name, ...what }: { url?: string; table?: string; query?: string }, message) => {
      const { code, message: said } = await failure({
        database: { url: name ? url.replace('/postgres?', `/${name}?`) : url, ...what },
      });
      expect(code).toMatch(/^input-(unreadable|column-missing)$/);
      expect(said).toMatch(message);
      expect(said).not.toMatch(/s3cr/);
    },
  );

  it('ends with the signal, in the middle of many rows', async () => {
    const stop = new AbortController();
    const query = `SELECT l.* FROM log l, generate_series(1, 400)`;
    const reading = readPanel([], { ...LENIENT, database: { url, query } }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('a secret', () => {
  const SECRET = 'p%40ss%2Fword';

  it.each([
    ['a server that is not there', `postgres://u:${SECRET}@127.0.0.1:1/db`],
    ['a host that is none', `postgres://u:${SECRET}@no-such-host.invalid/db`],
    ['another kind of address', `mysql://u:${SECRET}@host/db`],
    ['an address that cannot be read', `postgres://u:${SECRET}@host:port/db`],
    ['no address at all', `u:${SECRET}@host`],
    ['a password in the query', `postgres://127.0.0.1:1/db?password=${SECRET}`],
  ])('is in no part of the error for %s', async (_, url) => {
    const error = await failure({ database: { url, table: 'log' } });
    const whole = `${error.message} ${JSON.stringify(error.details)} ${error.stack} ${String(error.cause)}`;
    expect(whole).not.toMatch(/p%40ss|p@ss|word/);
    expect(['input-unreadable', 'invalid-argument']).toContain(error.code);
  });

  it('is not in the name of a source', () => {
    const { name } = checkSource({
      url: `postgres://user:${SECRET}@db.internal:6432/dwh?sslmode=require`,
      table: 'a."B c"',
    });
    expect(name).toBe('postgres://db.internal:6432/dwh table a."B c"');
  });
});

it.each([
  ['neither a table nor a query', {}],
  ['both', { table: 'a', query: 'SELECT 1' }],
  ['a table that is more than a name', { table: 'a; DROP TABLE b' }],
])('%s is wrong use', async (_, what) => {
  const error = await failure({ database: { url: 'postgres://127.0.0.1:1/db', ...(what as { table?: string }) } });
  // A semicolon may be part of a name: then it is one in quotes.
  expect(error.code).toBe(
    'table' in what && what.table === 'a; DROP TABLE b' ? 'input-unreadable' : 'invalid-argument',
  );
});
