import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { readPanel, readPanelFromStream, type InputFormat, type ReaderChoice, type RejectedRow } from '../src/index.js';
import { DuckDbSession, sqlText } from '../src/duckdb/session.js';
import {
  expectedPanel,
  logRow,
  manyRows,
  shuffled,
  testFolder,
  toDelimited,
  toJsonLines,
  type LogRow,
} from './support/logs.js';

const at = testFolder();

/** Writes rows in one format and returns the path. */
type Writer = (name: string, rows: readonly LogRow[]) => Promise<string>;

/** Every importer with the ways of writing that it reads: the suite runs over each of them. */
const FORMATS: Readonly<Record<InputFormat, Readonly<Record<string, Writer>>>> = {
  csv: {
    CSV: async (name, rows) => put(`${name}.csv`, toDelimited(rows)),
    'CSV with CRLF and a BOM': async (name, rows) => put(`${name}.crlf.csv`, `\uFEFF${toDelimited(rows, ',', '\r\n')}`),
    'gzipped CSV': async (name, rows) => put(`${name}.csv.gz`, gzipSync(toDelimited(rows))),
  },
  tsv: {
    TSV: async (name, rows) => put(`${name}.tsv`, toDelimited(rows, '\t')),
    'gzipped TSV': async (name, rows) => put(`${name}.tsv.gz`, gzipSync(toDelimited(rows, '\t'))),
  },
  jsonl: {
    'JSON lines': async (name, rows) => put(`${name}.jsonl`, toJsonLines(rows)),
    'gzipped JSON lines': async (name, rows) => put(`${name}.ndjson.gz`, gzipSync(toJsonLines(rows))),
  },
  parquet: { Parquet: writeParquet },
  // Tools do not write any row: their files are compared with the panels that they stand for, in tools/.
  dbt: {},
  'great-expectations': {},
  soda: {},
  deequ: {},
  openlineage: {},
  elementary: {},
  json: {},
};
const WAYS = Object.entries(FORMATS).flatMap(([format, ways]) =>
  Object.entries(ways).map(([title, write]) => [title, write, format as InputFormat] as const),
);

const READERS: readonly ReaderChoice[] = ['native', 'duckdb', 'stream', 'auto'];

function put(name: string, content: string | Buffer): string {
  const path = at(name);
  writeFileSync(path, content);
  return path;
}

async function writeParquet(name: string, rows: readonly LogRow[]): Promise<string> {
  const lines = put(`${name}.source.jsonl`, toJsonLines(rows));
  const path = at(`${name}.parquet`);
  const session = await DuckDbSession.open({ memoryLimitMb: 200 });
  const columns = Object.keys(rows[0]!).map((column) => `${column}: 'VARCHAR'`);
  await session.run(
    `COPY (FROM read_json(${sqlText(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}}))
     TO ${sqlText(path)} (FORMAT parquet)`,
  );
  await session.close();
  return path;
}

describe.each(WAYS)('%s', (_, write, format) => {
  describe.each(READERS)('read by %s', (reader) => {
    it('gives the same panel as counting row by row', async () => {
      const rows = manyRows(300);
      const { panel, report } = await readPanel([await write('many', rows)], { reader });
      expect(panel).toEqual(expectedPanel(rows));
      const unparsable = rows.filter((row) => row.dataset_record_count === 'many').length;
      expect(report).toMatchObject({ rows: 300, rowsUsed: 300, rowsRejected: 0, unparsableCounts: unparsable });
      expect(report.neither).toBe(rows.filter((row) => row.results === 'no JSON').length);
      expect(report.neitherTexts).toEqual([{ text: 'no JSON', rows: report.neither }]);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    });

    it('rejects rows without a usable date, dataset or rule, whole, and changes nothing else', async () => {
      const good = manyRows(60);
      const bad = [
        logRow({ business_date: '03/01/2026' }),
        logRow({ business_date: ' ' }),
        logRow({ business_date: '2026-02-30' }),
        logRow({ dataset_uuid: '' }),
        logRow({ rule_code: '  ' }),
      ];
      const rows = [...good.slice(0, 10), ...bad, ...good.slice(10)];
      const rejectsFile = at('rejects.jsonl');
      const path = await write('rejected', rows);
      const { panel, report } = await readPanel([path], { reader, rejectsFile, maxRejectRatio: 0.5 });
      expect(panel).toEqual(expectedPanel(good));
      expect(report.rejected).toEqual({
        'business-date-invalid': 2,
        'business-date-missing': 1,
        'dataset-uuid-missing': 1,
        'rule-code-missing': 1,
      });
      expect(report).toMatchObject({ rows: 65, rowsUsed: 60, rowsRejected: 5 });
      const lines = readFileSync(rejectsFile, 'utf8').trim().split('\n');
      const rejects = lines.map((line) => JSON.parse(line) as RejectedRow);
      expect(rejects.map((reject) => reject.record)).toEqual([11, 12, 13, 14, 15]);
      expect(rejects.map((reject) => reject.file)).toEqual(Array(5).fill(path));
      expect(rejects[0]!.raw).toContain('03/01/2026');
    });
  });

  it('is read under any name where its format is told, and the report says it', async () => {
    const rows = manyRows(20);
    const path = await write('told', rows);
    const unnamed = put('told.dat', readFileSync(path));
    const { panel, report } = await readPanel([unnamed], { format });
    expect(panel).toEqual(expectedPanel(rows));
    expect(report.files).toMatchObject([{ path: unnamed, format, rows: 20 }]);
  });
});

const NAMED = Object.entries({ ...FORMATS.jsonl, ...FORMATS.parquet });

describe.each(NAMED)('%s', (_, write) => {
  describe.each(READERS)('read by %s', (reader) => {
    it('leaves missing optional columns empty, ignores extra ones and finds columns in any order', async () => {
      const rows = manyRows(40);
      const trimmed = rows.map((row) => {
        const { level_of_execution, attribute_name, dataset_record_count, filtered_record_count, context_id, ...rest } =
          row;
        void [level_of_execution, attribute_name, dataset_record_count, filtered_record_count, context_id];
        return Object.fromEntries([['extra', 'x'], ...Object.entries(rest).reverse()]) as unknown as LogRow;
      });
      const { panel } = await readPanel([await write('few', trimmed)], { reader });
      const bare = { level_of_execution: '', attribute_name: '', dataset_record_count: '', filtered_record_count: '' };
      expect(panel).toEqual(expectedPanel(rows.map((row) => ({ ...row, ...bare }))));
    });
  });
});

describe.each(READERS)('delimited files read by %s', (reader) => {
  it('have their columns found by name, in any order, with extras ignored and optional ones missing', async () => {
    const text =
      'extra, results ,rule_code,business_date,dataset_name,dataset_uuid,tenant_id,source\n' +
      'x,"{""result"":""fail""}",101.0,2026-03-01 10:00,Orders,d-1,eu,shop\n';
    const { panel } = await readPanel([put('order.csv', text)], { reader });
    const bare = { level_of_execution: '', attribute_name: '', dataset_record_count: '', filtered_record_count: '' };
    expect(panel).toEqual(expectedPanel([logRow({ ...bare, results: '{"result":"fail"}' })]));
  });

  it('may have another delimiter by option', async () => {
    const rows = manyRows(30);
    const path = put('semicolon.csv', toDelimited(rows, ';'));
    expect((await readPanel([path], { reader, delimiter: ';' })).panel).toEqual(expectedPanel(rows));
  });

  it('may have names with characters that patterns and SQL use', async () => {
    const rows = manyRows(10);
    const path = put("a [1] it's*.csv", toDelimited(rows));
    expect((await readPanel([path], { reader })).panel).toEqual(expectedPanel(rows));
  });

  it('may start with empty lines and contain some', async () => {
    const rows = manyRows(5);
    const text = toDelimited(rows.map((row) => ({ ...row, dataset_name: 'N' }))).replaceAll('\n', '\n\n');
    const { report } = await readPanel([put('blank.csv', `\n${text}`)], { reader });
    expect(report.rowsUsed).toBe(5);
  });
});

describe('streams', () => {
  const rows = manyRows(200);
  const whole = expectedPanel(rows);

  it.each([
    ['CSV', toDelimited(rows), {}],
    ['gzipped CSV', gzipSync(toDelimited(rows)), {}],
    ['TSV', toDelimited(rows, '\t'), { format: 'tsv' as const }],
    ['JSON lines', toJsonLines(rows), {}],
  ])('of %s give the panel of the file, however they are split', async (_, content, options) => {
    const bytes = Buffer.from(content);
    for (const size of [1, 3, 1000, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (__, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      if (size < 100 && bytes.length > 20_000) chunks.splice(2000, chunks.length, bytes.subarray(2000 * size));
      const { panel } = await readPanelFromStream(Readable.from(chunks), options);
      expect(panel).toEqual(whole);
    }
  });

  it('are combined with files as "-"', async () => {
    const file = put('half.csv', toDelimited(rows.slice(0, 120)));
    const stdin = Readable.from([toDelimited(rows.slice(120))]);
    const { panel, report } = await readPanel([file, '-'], { stdin });
    expect(panel).toEqual(whole);
    expect(report.files.map(({ path }) => path)).toEqual([file, '-']);
  });
});

describe('the panel', () => {
  it('does not depend on row order, file split, reader or threads', async () => {
    const rows = manyRows(120);
    const whole = expectedPanel(rows);
    const choice = fc.record({
      seed: fc.nat(1000),
      cuts: fc.array(fc.nat(120), { maxLength: 3 }),
      reader: fc.constantFrom<ReaderChoice>('native', 'duckdb', 'stream'),
      threads: fc.constantFrom(1, 2, 4),
    });
    await fc.assert(
      fc.asyncProperty(choice, async ({ seed, cuts, reader, threads }) => {
        const mixed = shuffled(rows, seed);
        const bounds = [0, ...cuts.sort((a, b) => a - b), mixed.length];
        const parts = bounds.slice(1).map((end, i) => mixed.slice(bounds[i], end));
        const paths = parts.map((part, i) => put(`part-${i}.csv`, toDelimited(part)));
        expect((await readPanel(paths, { reader, threads })).panel).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('of a file that DuckDB scans in many buffers equals the one read row by row', async () => {
    const rows = manyRows(40_000).map((row, n) => ({ ...row, context_id: n % 9 === 0 ? 'x\n",\n'.repeat(40) : 'c' }));
    const path = put('large.csv', toDelimited(rows));
    const [fast, slow] = [await readPanel([path], { reader: 'duckdb' }), await readPanel([path], { reader: 'stream' })];
    expect(fast.panel).toEqual(slow.panel);
    expect(fast.report.rows).toBe(40_000);
  });

  it('counts results texts that all differ', async () => {
    const rows = manyRows(5000).map((row, n) => ({
      ...row,
      results: `{"run": ${n}, "result": "${n % 2 ? 'pass' : 'fail'}"}`,
    }));
    const path = put('distinct.csv', toDelimited(rows));
    expect((await readPanel([path], { reader: 'duckdb' })).panel).toEqual(expectedPanel(rows));
  });
});
