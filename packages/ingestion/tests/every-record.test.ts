import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { readPanel, type ReaderChoice } from '../src/index.js';
import { COLUMNS, expectedPanel, logRow, manyRows, testFolder, toDelimited, type LogRow } from './support/logs.js';

const at = testFolder();
const READERS: readonly ReaderChoice[] = ['auto', 'native', 'duckdb', 'stream'];

/** Writes a text plainly and gzipped. */
function put(name: string, text: string): string[] {
  writeFileSync(at(`${name}.csv`), text);
  writeFileSync(at(`${name}.csv.gz`), gzipSync(text, { level: 1 }));
  return [at(`${name}.csv`), at(`${name}.csv.gz`)];
}

/** The result of each reader for each file, which must be the same. */
async function readByAll(paths: readonly string[], readers: readonly ReaderChoice[] = READERS) {
  const results = [];
  for (const path of paths) {
    for (const reader of readers)
      results.push(await readPanel([path], { reader, maxRejectRatio: 1, maxUnreadableRatio: 1 }));
  }
  const [first, ...others] = results.map(({ panel, report: { rows, rowsUsed, rowsRejected, rejected } }) => ({
    panel,
    counts: { rows, rowsUsed, rowsRejected, rejected },
  }));
  for (const other of others) expect(other).toEqual(first);
  return first!;
}

/** More than one buffer of DuckDB: only then do its threads have to guess where a record starts. */
const manyBuffers = () =>
  manyRows(22_000).map((row) => ({ ...row, dataset_name: 'Orders', results: '{"result": "Pass"}' }));

describe('every record is counted', () => {
  it('after a header with text after a quoted name', async () => {
    const rows = manyBuffers();
    const text = toDelimited(rows).replace('context_id', '"context"_id');
    const { panel, counts } = await readByAll(put('tail', text), ['auto']);
    expect(counts).toMatchObject({ rows: rows.length, rowsUsed: rows.length });
    expect(panel).toEqual(expectedPanel(rows));
  });

  it.each([
    ['quoted', 'x, y'],
    ['unquoted', 'x'],
  ])('when the last is of 2.5 MB, %s', async (_, filler) => {
    const rows = [...manyRows(50), logRow({ context_id: filler.repeat(2_500_000 / filler.length) })];
    const { counts } = await readByAll(put('last', toDelimited(rows)), ['duckdb']);
    expect(counts).toMatchObject({ rows: 51, rowsUsed: 51 });
  });

  it.each(['\n', '\r\n', '\r'])('when lines end with %j', async (eol) => {
    const rows = manyRows(300).map((row) => ({ ...row, dataset_name: 'Orders' }));
    const { panel } = await readByAll(put('eol', toDelimited(rows, ',', eol)));
    expect(panel).toEqual(expectedPanel(rows));
  });

  it('whatever white space, marks and quotes are in fields and names', async () => {
    const SPACES = ['', ' ', '\t', '\v', '\f', '\u00a0', '\u3000', '\u2028', '\u2029', '\ufeff', '\u200a'];
    const space = fc.constantFrom(...SPACES);
    const word = fc.constantFrom('a', 'b', 'a "b"', 'two\nlines', 'a,b', "it's", 'é', '');
    const padded = fc.tuple(space, word, space).map((parts) => parts.join(''));
    const row = fc
      .record({
        source: padded,
        dataset_uuid: padded,
        dataset_name: padded,
        level_of_execution: padded,
        attribute_name: padded,
      })
      .map((over) => logRow({ ...over, results: '{"result": "Fail"}' }));
    const style = fc.record({
      mark: fc.constantFrom('', '\ufeff'),
      name: fc.constantFrom('context_id', '"context_id"', '"context"_id', 'a"b"c', ' "x" '),
      eol: fc.constantFrom('\n', '\r\n'),
      quotesAll: fc.boolean(),
      isEnded: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        style,
        async (rows, { mark, name, eol, quotesAll, isEnded }) => {
          const plain = quotesAll ? quoteAll(rows, eol) : toDelimited(rows, ',', eol);
          const text = mark + plain.replace('context_id', name);
          const usable = rows.map(trimmed).filter(({ dataset_uuid }) => dataset_uuid !== '');
          // A file without a usable row is an error.
          if (usable.length === 0) return;
          const { panel, counts } = await readByAll(put('spaces', isEnded ? text : text.slice(0, -eol.length)));
          expect(counts).toMatchObject({ rows: rows.length, rowsUsed: usable.length });
          expect(panel).toEqual(expectedPanel(usable));
        },
      ),
      { numRuns: 15, seed: 11 },
    );
  });
});

function trimmed(row: LogRow): LogRow {
  return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text.trim()])) as LogRow;
}

function quoteAll(rows: readonly LogRow[], eol: string): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => COLUMNS.map((name) => quote(row[name])).join(','));
  return [COLUMNS.join(','), ...lines].map((line) => line + eol).join('');
}
