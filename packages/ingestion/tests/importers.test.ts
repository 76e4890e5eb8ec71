import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { INPUT_FORMATS } from '../src/index.js';
import { START_BYTES } from '../src/importers/importer.js';
import { importerOfFile, importerOfName, importerOfStream, KNOWN_EXTENSIONS } from '../src/importers/list.js';
import { gunzipStart, openStream } from '../src/inputs/bytes.js';
import { testFolder } from './support/logs.js';

const at = testFolder();

function put(name: string, content: string | Buffer): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** The format of a stream, and its bytes as a reader gets them. */
async function ofStream(chunks: readonly string[], name: string) {
  const source = openStream(Readable.from(chunks), name, undefined);
  const { importer, whole } = await importerOfStream(source, name, undefined);
  let text = '';
  for await (const chunk of whole.chunks) text += chunk.toString();
  return { format: importer.name, text };
}

describe('the list of importers', () => {
  it('has names that differ, and tells the end of every name that it knows', () => {
    expect(INPUT_FORMATS).toEqual(expect.arrayContaining(['csv', 'tsv', 'jsonl', 'parquet']));
    expect(new Set(INPUT_FORMATS).size).toBe(INPUT_FORMATS.length);
    for (const end of ['.csv', '.tsv', '.tab', '.jsonl', '.ndjson', '.json']) {
      expect(KNOWN_EXTENSIONS.split('(each also .gz)')[0]).toContain(end);
    }
    expect(KNOWN_EXTENSIONS).toMatch(/ \(each also \.gz\) and \.parquet$/);
  });

  it.each([
    ['a.csv', 'csv'],
    ['A.TAB.GZ', 'tsv'],
    ['folder.csv/a.ndjson', 'jsonl'],
    ['a.constructor', undefined],
    ['csv', undefined],
    ['csv.gz', undefined],
  ])('takes the name %s for %s', (name, format) => {
    expect(importerOfName(name)?.name).toBe(format);
  });

  it('a file whose bytes are certain goes by them, whatever its name, unless a format is told', async () => {
    const path = put('a.csv', 'PAR1 and more');
    expect((await importerOfFile(path, undefined)).importer.name).toBe('parquet');
    expect((await importerOfFile(path, 'csv')).importer.name).toBe('csv');
    const packed = await importerOfFile(put('b.csv', gzipSync('PAR1 and more')), undefined);
    expect(packed).toMatchObject({ importer: { name: 'csv' }, file: { isGzip: true } });
  });

  it('a stream goes by its name, else by its first bytes, else is CSV; none of it is lost', async () => {
    expect(await ofStream(['{"a": 1}'], 'log.tsv')).toEqual({ format: 'tsv', text: '{"a": 1}' });
    expect(await ofStream(['\uFEFF ', '\n', '{"a": 1}'], '-')).toMatchObject({ format: 'jsonl' });
    expect(await ofStream(['source,', 'tenant_id'], '-')).toEqual({ format: 'csv', text: 'source,tenant_id' });
    expect(await ofStream([], '-')).toEqual({ format: 'csv', text: '' });
    const long = ['{'.padEnd(START_BYTES - 1), 'x'.repeat(START_BYTES), 'end'];
    expect(await ofStream(long, '-')).toEqual({ format: 'jsonl', text: long.join('') });
  });

  it('the start of a gzipped file is shown decompressed, and nothing of a damaged one', async () => {
    const text = '{"metadata": {}}'.repeat(50_000);
    const start = await gunzipStart(gzipSync(text, { level: 0 }).subarray(0, START_BYTES));
    expect(start.length).toBeGreaterThan(START_BYTES / 2);
    expect(text.startsWith(start.toString())).toBe(true);
    expect(await gunzipStart(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4]))).toHaveLength(0);
  });
});
