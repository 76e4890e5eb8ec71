import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { writeParquet, type ParquetColumn } from '../src/duckdb/write-parquet.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-parquet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What DuckDB reads from a file. */
async function read(path: string, sql: string): Promise<unknown[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(sql.replace('?', `'${path}'`));
  connection.closeSync();
  return reader.getRowObjectsJson();
}

const table = (rows: number): ParquetColumn[] => {
  const column = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
  return [
    {
      name: 'a "text"',
      type: 'text',
      values: column((row) => ['plain', 'quote " and\nline', '', '発注 🧾'][row % 4]!),
    },
    { name: 'day', type: 'date', values: column((row) => 18_000 + row) },
    { name: 'count', type: 'integer', values: column((row) => (row === 1 ? undefined : 2 ** 53 - 1 - row)) },
    { name: 'rate', type: 'double', values: column((row) => row / 3) },
  ];
};

describe('writeParquet', () => {
  it('preserves texts, dates, integers, doubles and missing values', async () => {
    const path = join(folder, 'table.parquet');
    await writeParquet(path, table(4));
    expect(await read(path, 'SELECT * FROM ?')).toEqual([
      { 'a "text"': 'plain', day: '2019-04-14', count: '9007199254740991', rate: 0 },
      { 'a "text"': 'quote " and\nline', day: '2019-04-15', count: null, rate: 1 / 3 },
      { 'a "text"': '', day: '2019-04-16', count: '9007199254740989', rate: 2 / 3 },
      { 'a "text"': '発注 🧾', day: '2019-04-17', count: '9007199254740988', rate: 1 },
    ]);
    const types = await read(path, 'SELECT column_type FROM (DESCRIBE SELECT * FROM ?)');
    expect(types.map((row) => Object.values(row as object)[0])).toEqual(['VARCHAR', 'DATE', 'BIGINT', 'DOUBLE']);
  });

  it.each([0, 1, 2048, 2049, 150_000])('keeps %d rows in their order', async (rows) => {
    const path = join(folder, 'table.parquet');
    await writeParquet(path, table(rows).slice(1, 2));
    const sql =
      "SELECT count(*)::INT AS rows, count(*) FILTER (day - DATE '1970-01-01' = 18000 + file_row_number)::INT AS good";
    expect(await read(path, `${sql} FROM read_parquet(?, file_row_number = true)`)).toEqual([{ rows, good: rows }]);
  });

  it('gives the same bytes for the same columns', async () => {
    const [a, b] = [join(folder, 'a.parquet'), join(folder, 'b.parquet')];
    await writeParquet(a, table(5000));
    await writeParquet(b, table(5000));
    expect((await readFile(a)).equals(await readFile(b))).toBe(true);
  });

  it('leaves nothing behind if it cannot write', async () => {
    const path = join('/dev/null', 'table.parquet');
    await expect(writeParquet(path, table(1))).rejects.toMatchObject({ code: 'output-not-writable' });
  });

  it.each([
    ['columns of different length', [table(1)[0]!, table(2)[1]!]],
    ['a name twice', [table(1)[0]!, table(1)[0]!]],
    ['no column', []],
  ])('refuses %s', async (_what, columns) => {
    const path = join(folder, 'table.parquet');
    await expect(writeParquet(path, columns)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await readdir(folder)).toEqual([]);
  });
});
