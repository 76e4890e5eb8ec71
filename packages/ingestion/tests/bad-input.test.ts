import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { DqsError } from '@dqs/core';

import {
  readPanel,
  readPanelFromStream,
  type ReadHooks,
  type ReadOptions,
  type ReaderChoice,
  type RejectedRow,
} from '../src/index.js';
import { expectedPanel, logRow, manyRows, testFolder, toDelimited, toJsonLines, type LogRow } from './support/logs.js';

const at = testFolder();
const READERS: readonly ReaderChoice[] = ['native', 'duckdb', 'stream'];

function put(name: string, content: string | Buffer): string {
  writeFileSync(at(name), content);
  return at(name);
}

async function failure(inputs: string[], options: ReadOptions = {}, hooks: ReadHooks = {}): Promise<DqsError> {
  const error: unknown = await readPanel(inputs, options, hooks).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(DqsError);
  return error as DqsError;
}

function rejectsOf(path: string): RejectedRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RejectedRow);
}

describe.each(READERS)('read by %s', (reader) => {
  it('an empty file is an empty input', async () => {
    expect(await failure([put('empty.csv', '')], { reader })).toMatchObject({ code: 'input-empty' });
  });

  it('a file with only a header is an empty input', async () => {
    const error = await failure([put('header.csv', toDelimited([]))], { reader });
    expect(error.code).toBe('input-empty');
    expect(error.message).toContain('header.csv');
  });

  it('a missing column is reported with the nearest name present', async () => {
    const text = toDelimited([logRow()]).replace('dataset_uuid', 'dataset_uid');
    const error = await failure([put('column.csv', text)], { reader });
    expect(error.code).toBe('input-column-missing');
    expect(error.message).toContain('"dataset_uuid" (did you mean "dataset_uid"?');
  });

  it.each([
    [';', 'a semicolon'],
    ['\t', 'a tab'],
    ['|', 'a bar'],
  ])(
    'a file separated by %j is read by the delimiter of its header, and the report says it',
    async (delimiter, word) => {
      const rows = manyRows(20);
      const path = put('delimiter.csv', toDelimited(rows, delimiter));
      const { panel, report } = await readPanel([path], { reader });
      expect(panel).toEqual(expectedPanel(rows));
      expect(report.notes).toEqual([expect.stringContaining(`separated by ${word}`)]);
      const error = await failure([path], { reader, delimiter: ',' });
      expect(error.code).toBe('input-column-missing');
      expect(error.message).toContain(`set the option delimiter to ${JSON.stringify(delimiter)}`);
    },
  );

  it('a duplicate column is refused, since either could be meant', async () => {
    const text = toDelimited([logRow()]).replace('context_id', 'source');
    expect(await failure([put('twice.csv', text)], { reader })).toMatchObject({ code: 'input-unreadable' });
  });

  it('rows with NUL bytes are rejected with their number', async () => {
    // The second one is where a time of day is cut off.
    const bad = [logRow({ dataset_name: 'Or\0ders' }), logRow({ business_date: '2026-03-01 \0' })];
    const rows = [...manyRows(50), ...bad];
    const rejectsFile = at('nul.jsonl');
    const { report } = await readPanel([put('nul.csv', toDelimited(rows))], { reader, rejectsFile });
    expect(report.rejected).toEqual({ 'nul-byte': 2 });
    expect(rejectsOf(rejectsFile)[0]).toMatchObject({ record: 51, reason: 'nul-byte' });
  });

  it('rows of another date format are rejected, the others used', async () => {
    const good = manyRows(50);
    const mixed = ['03/01/2026', '20260301', '1.3.2026', '2026-3-1'].map((date) => logRow({ business_date: date }));
    const path = put('dates.csv', toDelimited([...mixed, ...good]));
    const { panel, report } = await readPanel([path], { reader, maxRejectRatio: 0.1 });
    expect(panel).toEqual(expectedPanel(good));
    expect(report.rejected).toEqual({ 'business-date-invalid': 4 });
  });

  it('malformed results are neither passed nor failed, and are not rejected', async () => {
    const rows = ['', '{', '{"result": "Pass",}', 'null', '[]', '"Pas', '{"result": 2}', '{"outcome": "Pass"}'];
    const path = put('json.csv', toDelimited(rows.map((results) => logRow({ results }))));
    const { panel, report } = await readPanel([path], { reader, maxUnreadableRatio: 1 });
    expect(report).toMatchObject({ rowsUsed: rows.length, rowsRejected: 0, neither: rows.length });
    expect([...panel.cells.passes, ...panel.cells.fails]).toEqual([0, 0]);
  });

  it('one percent of garbage lines costs exactly those lines', async () => {
    const good = manyRows(1000).map((row) => ({ ...row, dataset_name: 'N' }));
    const lines = toDelimited(good).split('\n');
    const garbage = [
      'complete nonsense',
      'a,b,c',
      ',,,,,,,,,,,',
      '"x"y,z',
      'S,T,U,N,yesterday,,101,,,x,,',
      '\0\0\0',
      '{}',
      '1;2;3',
      '\\',
      '\x1a',
    ];
    garbage.forEach((text, i) => lines.splice(1 + (i + 1) * 90, 0, text));
    const rejectsFile = at('garbage.jsonl');
    const { panel, report } = await readPanel([put('garbage.csv', lines.join('\n'))], { reader, rejectsFile });
    expect(panel).toEqual(expectedPanel(good));
    expect(report).toMatchObject({ rows: 1010, rowsUsed: 1000, rowsRejected: 10 });
    expect(rejectsOf(rejectsFile).map(({ raw }) => raw)).toEqual(garbage);
  });

  it('a rejected row can be found by its byte offset', async () => {
    const rows = manyRows(40);
    rows[25] = logRow({ business_date: 'never', dataset_name: '発注' });
    const path = put('offset.csv', `\uFEFF${toDelimited(rows, ',', '\r\n')}`);
    const rejectsFile = at('offset.jsonl');
    await readPanel([path], { reader, rejectsFile });
    const [reject] = rejectsOf(rejectsFile);
    const bytes = readFileSync(path);
    const start = reject!.byteOffset!;
    expect(bytes.subarray(start, start + Buffer.byteLength(reject!.raw)).toString()).toBe(reject!.raw);
    expect(reject).toMatchObject({ record: 26, reason: 'business-date-invalid' });
  });

  it('too many rejects are an error, and the rejects file is written', async () => {
    const rows = [...manyRows(10), logRow({ rule_code: '' })];
    const rejectsFile = at('many.jsonl');
    const error = await failure([put('many.csv', toDelimited(rows))], { reader, rejectsFile });
    expect(error).toMatchObject({ code: 'input-too-many-rejects', details: { rows: 11, rejected: 1 } });
    expect(error.message).toContain(rejectsFile);
    expect(rejectsOf(rejectsFile)).toHaveLength(1);
  });

  it('bytes that are not UTF-8 cost the rows that contain them', async () => {
    const text = toDelimited([...manyRows(30), logRow({ dataset_name: 'M?nchen' })]);
    const bytes = Buffer.from(text);
    bytes[bytes.lastIndexOf('M?') + 1] = 0xfc;
    const { report } = await readPanel([put('latin1.csv', bytes)], { reader });
    expect(report.rejected).toEqual({ 'invalid-utf-8': 1 });
  });

  it('bytes that are not UTF-8 count anywhere, even in an ignored column', async () => {
    const bytes = Buffer.from(toDelimited([...manyRows(30), logRow({ context_id: 'c-?' })]));
    bytes[bytes.lastIndexOf('c-?') + 2] = 0xff;
    const { report } = await readPanel([put('context.csv', bytes)], { reader });
    expect(report.rejected).toEqual({ 'invalid-utf-8': 1 });
  });

  it('UTF-16 is recognised', async () => {
    const error = await failure([put('utf16.csv', Buffer.from(`\uFEFF${toDelimited([logRow()])}`, 'utf16le'))], {
      reader,
    });
    expect(error).toMatchObject({ code: 'input-unreadable' });
    expect(error.message).toContain('UTF-8');
  });

  it('an unclosed quote in the middle is an error that says where', async () => {
    const lines = toDelimited(manyRows(20).map((row) => ({ ...row, results: 'x', dataset_name: 'N' }))).split('\n');
    lines[5] = lines[5]!.replace('shop', '"shop');
    const error = await failure([put('open.csv', lines.join('\n'))], { reader });
    expect(error).toMatchObject({ code: 'input-unreadable', details: { record: 5 } });
  });

  it('a file cut within its last row costs that row', async () => {
    const text = toDelimited(Array.from({ length: 30 }, () => logRow()));
    const { report } = await readPanel([put('cut.csv', text.slice(0, text.lastIndexOf('{') + 3))], { reader });
    expect(report).toMatchObject({ rowsUsed: 29, rowsRejected: 1 });
  });

  it.each([
    ['a third', (bytes: Buffer) => bytes.subarray(0, (bytes.length * 2) / 3)],
    ['its last four bytes', (bytes: Buffer) => bytes.subarray(0, -4)],
  ])('a gzipped file without %s is truncated, and nothing is written', async (_, cut) => {
    const path = put('cut.csv.gz', cut(gzipSync(toDelimited(manyRows(3000)))));
    const rejectsFile = at('gz-rejects.jsonl');
    expect(await failure([path], { reader, rejectsFile })).toMatchObject({ code: 'input-truncated' });
    expect(existsSync(rejectsFile)).toBe(false);
  });

  it('a gzipped file with a flipped byte is damaged', async () => {
    const bytes = gzipSync(toDelimited(manyRows(3000)));
    bytes[bytes.length - 6]! ^= 0xff;
    expect(await failure([put('flip.csv.gz', bytes)], { reader })).toMatchObject({ code: 'input-truncated' });
  });

  it('aborted work ends with its own code and leaves nothing', async () => {
    const controller = new AbortController();
    const path = put('abort.csv', toDelimited(manyRows(20_000)));
    const rejectsFile = at('abort.jsonl');
    const work = failure([path], { reader, rejectsFile }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    expect(await work).toMatchObject({ code: 'aborted' });
    expect(existsSync(rejectsFile)).toBe(false);
  });
});

it('an unknown option is refused with the nearest name, and so is a hook among the options', async () => {
  const { signal } = new AbortController();
  expect(await failure(['x.csv'], { maxRejectRato: 0.1, signal } as ReadOptions)).toMatchObject({
    code: 'invalid-argument',
    message: expect.stringMatching(/unknown option "maxRejectRato"; did you mean "maxRejectRatio"\?.*option "signal"/),
  });
});

describe('inputs', () => {
  it('a missing file is reported with the nearest name', async () => {
    put('results.csv', toDelimited([logRow()]));
    const error = await failure([at('result.csv')]);
    expect(error.code).toBe('input-not-found');
    expect(error.message).toContain(`did you mean ${at('results.csv')}?`);
  });

  it('a folder without files and a pattern without matches are not found', async () => {
    mkdirSync(at('nothing'), { recursive: true });
    expect(await failure([at('nothing')])).toMatchObject({ code: 'input-not-found' });
    expect(await failure([at('*.nothing')])).toMatchObject({ code: 'input-not-found' });
    expect(await failure([at('no', 'such', 'folder.csv')])).toMatchObject({ code: 'input-not-found' });
  });

  it('folders and patterns expand to their files, each once', async () => {
    mkdirSync(at('days'), { recursive: true });
    const rows = manyRows(30);
    [0, 10, 20].forEach((start, i) => put(`days/${i}.csv`, toDelimited(rows.slice(start, start + 10))));
    put('days/notes.txt', 'not a log');
    const whole = expectedPanel(rows);
    expect((await readPanel([at('days')])).panel).toEqual(whole);
    expect((await readPanel([at('days', '[0-2].csv'), at('days'), at('d*', '1.{csv,tsv}')])).panel).toEqual(whole);
    expect((await readPanel([at('**', '?.csv')])).report.files.map(({ path }) => path)).toContain(at('days', '0.csv'));
  });

  it.each(['{a*', 'x[*.csv', '{a,b*.csv', 'a{b,[c}*', '[!]*', '{a,{b,c}*.csv'])(
    'a pattern with an unclosed bracket, %s, is reported',
    async (pattern) => {
      const error = await failure([at(pattern)]);
      expect(error.code).toBe('invalid-argument');
      expect(error.message).toContain(`of the pattern ${at(pattern)} to be closed`);
    },
  );

  it('names that look like patterns are found, alone and before a pattern', async () => {
    const text = toDelimited(manyRows(10));
    mkdirSync(at('odd', 'a [1] {x', 'b*'), { recursive: true });
    const names = ['{a*.csv', '[.csv', 'a [1] {x/b*/[x].csv', 'a [1] {x/x.csv', '!not.csv'].map((name) =>
      put(join('odd', name), text),
    );
    for (const path of names) {
      const { report } = await readPanel([path]);
      expect(report.files.map((file) => file.path)).toEqual([path]);
    }
    const found = async (...pattern: string[]) =>
      (await readPanel([at('odd', ...pattern)])).report.files.map(({ path }) => path);
    expect(await found('a [1] {x', '*.csv')).toEqual([at('odd/a [1] {x/x.csv')]);
    expect(await found('a [1] {x', 'b*', '?x?.csv')).toEqual([at('odd/a [1] {x/b*/[x].csv')]);
    expect(await found('\\{a\\**')).toEqual([at('odd/{a*.csv')]);
    expect(await found('[{[]*.csv')).toEqual([at('odd/[.csv'), at('odd/{a*.csv')]);
    expect(await found('!n*')).toEqual([at('odd/!not.csv')]);
  });

  it('patterns skip dot names and non-files, include links to files, and follow no links to folders', async () => {
    const text = toDelimited(manyRows(10));
    mkdirSync(at('links', 'sub', 'dir.csv'), { recursive: true });
    put('links/one.csv', text);
    put('links/.two.csv', text);
    symlinkSync('../one.csv', at('links', 'sub', 'link.csv'));
    symlinkSync('nowhere.csv', at('links', 'sub', 'dangling.csv'));
    symlinkSync('circle.csv', at('links', 'sub', 'circle.csv'));
    symlinkSync('..', at('links', 'sub', 'loop'));
    execFileSync('mkfifo', [at('links', 'pipe.csv')]);
    const files = async (path: string) => (await readPanel([path])).report.files.map((file) => file.path);
    expect(await files(at('links', '**', '*.csv'))).toEqual([at('links/one.csv'), at('links/sub/link.csv')]);
    expect(await files(at('links', '.*.csv'))).toEqual([at('links/.two.csv')]);
    expect(await files(at('links'))).toEqual([at('links/one.csv')]);
  });

  it('a file with an unknown extension requires a format option', async () => {
    const path = put('log.txt', toDelimited(manyRows(10)));
    expect(await failure([path])).toMatchObject({ code: 'input-unreadable' });
    expect((await readPanel([path], { format: 'csv' })).report.rowsUsed).toBe(10);
  });

  it('a JSON line that is not an object is rejected with its text', async () => {
    const text = `${toJsonLines(manyRows(40))}{"source": \n[1]\n`;
    const rejectsFile = at('lines.jsonl');
    const { report } = await readPanel([put('lines-in.jsonl', text)], { rejectsFile });
    expect(report.rejected).toEqual({ 'malformed-json': 2 });
    expect(rejectsOf(rejectsFile).map(({ record, raw }) => [record, raw])).toEqual([
      [41, '{"source":'],
      [42, '[1]'],
    ]);
  });

  it.each([5_000, 100_000])(
    'values nested %i levels deep do not end the run: results are understood, other rows rejected',
    async (depth) => {
      const deep = '{"x": '.repeat(depth) + '1' + '}'.repeat(depth);
      const row = (over: Partial<LogRow>, results: string) =>
        JSON.stringify(logRow(over)).replace(JSON.stringify(logRow().results), results);
      const lines = [
        row({}, `{"result": "Pass", "why": ${deep}}`),
        row({}, `{"result": null, "status": "Fail", "why": [${deep}]}`),
        row({}, `{"result": ${deep}, "status": "Pass"}`),
        row({ source: 'SOURCE' }, '"x"').replace('"SOURCE"', deep),
      ];
      const rejectsFile = at('deep.jsonl');
      const { panel, report } = await readPanel([put('deep-in.jsonl', lines.join('\n'))], {
        rejectsFile,
        maxRejectRatio: 1,
        maxUnreadableRatio: 1,
      });
      expect([panel.cells.passes[0], panel.cells.fails[0], panel.cells.errors[0]]).toEqual([1, 1, 1]);
      expect(report.rejected).toEqual({ 'nested-too-deep': 1 });
      expect(rejectsOf(rejectsFile)[0]!.raw).toContain(deep);
    },
  );

  it('an endless JSON line is an error before it exhausts memory', async () => {
    let taken = 0;
    const endless = Readable.from(
      (function* () {
        for (yield '{"source": "'; ; taken += 1) yield 'x'.repeat(1024 * 1024);
      })(),
    );
    const error = await readPanelFromStream(endless, { format: 'jsonl' }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'input-unreadable', details: { record: 1, byteOffset: 0 } });
    expect(taken).toBeLessThan(20);
  });

  it('a member that is in no JSON line is a missing column', async () => {
    const text = toJsonLines([logRow()]).replace('"rule_code"', '"rulecode"');
    const error = await failure([put('member.jsonl', text)]);
    expect(error.code).toBe('input-column-missing');
    expect(error.message).toContain('did you mean "rulecode"?');
  });

  it('damaged Parquet and files that only claim to be Parquet are distinguished', async () => {
    expect(await failure([put('cut.parquet', 'PAR1 and then nothing')])).toMatchObject({ code: 'input-truncated' });
    expect(await failure([put('not.parquet', toDelimited([logRow()]))])).toMatchObject({ code: 'input-unreadable' });
  });

  it('a rejects file that cannot be written is an error', async () => {
    const folder = at('locked');
    mkdirSync(folder, { recursive: true });
    put('locked/file', '');
    const rejectsFile = at('locked', 'file', 'rejects.jsonl');
    const path = put('fine.csv', toDelimited(manyRows(5)));
    expect(await failure([path], { rejectsFile })).toMatchObject({ code: 'output-not-writable' });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('a file without permission is reported as such', async () => {
    if (process.getuid?.() === 0) return console.warn('skipped: root may read any file');
    const path = put('secret.csv', toDelimited(manyRows(5)));
    chmodSync(path, 0o000);
    expect(await failure([path])).toMatchObject({ code: 'input-unreadable' });
  });

  it('options out of range are listed together', async () => {
    const error = await failure(['x.csv'], { threads: 0, maxRejectRatio: 2, delimiter: ',,' });
    expect(error.code).toBe('invalid-argument');
    expect(error.details.problems).toHaveLength(3);
    expect(await failure([])).toMatchObject({ code: 'invalid-argument' });
  });
});
