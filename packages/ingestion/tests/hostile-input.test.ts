import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { DqsError } from '@dqs/core';
import fc from 'fast-check';

import { readPanel, type ReaderChoice } from '../src/index.js';
import { COLUMNS, logRow, testFolder, toDelimited, toJsonLines } from './support/logs.js';

const at = testFolder();
/** The same files every time; DQS_FUZZ_RUNS sets a number of other ones. */
const ASKED_RUNS = process.env['DQS_FUZZ_RUNS'];
const SEARCH = ASKED_RUNS === undefined ? { numRuns: 40, seed: 5 } : { numRuns: Number(ASKED_RUNS) };
const TIMEOUT_MS = Math.max(120_000, SEARCH.numRuns * 3000);

// Latin-1 text, so that any byte can be written, even invalid UTF-8.
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const GOOD = [
  'S,T,U,N,2021-01-01,5,101,L,A,"{""result"": ""Pass""}",c,4',
  'S,T,U,"N\nM",2021-01-02,5,101,L,A,"{""result"": ""Fail"", ""x"": 1}",c,4',
  'S,T,U2,N,2021-01-02 05:00,5.5,101.0, L,A ,"{""status"": ""PASSED""}",c,4',
  'S, "T",U2,N,2021-01-02, 5 ,101.0,"L" ,A,oops,c,abc',
];
const FRAGMENTS = [
  ...['a', '"', '""', '"""', ',', ' ', '  ', '\t', '\n', '\r\n', '\r', '\0', '\f', "'", '\\', ';', '|', '\xff', '\xc3'],
  ...['"x"', ' "x"', '"x" ', '"x,y"', '\t"x"', '" "', '{"result":"fail"}', '"{""result"": ""Pass""}"', ',,,,,,,,,,,'],
  ...['2021-01-01', '2021-13-01', '101.0', '5.0', '1e2', '-3', '1_000', '+5', 'nan', '1e999', '0x10', '', latin1('é𝒳')],
  // Unicode white space and byte order marks, alone, before quotes and after them.
  ...['\u00a0', '\u3000', '\u2028', '\ufeff', '\v'].flatMap((space) =>
    [space, `${space}x`, `${space}"x"`, `"x"${space}`].map(latin1),
  ),
  ...[
    'a"b"c',
    '"a"b',
    '{"result": "Pass"}',
    'PASSED',
    '1',
    '9999-12-31',
    '[[[[[[[[[[',
    ' '.repeat(300),
    '9'.repeat(300),
  ],
];

/** Names of an ignored column: quoted, half quoted, with white space or a mark. */
const NAMES = [
  'context_id',
  '"context_id"',
  '"context"_id',
  'context"_"id',
  ' "x"',
  latin1('\ufeffx'),
  latin1('\u3000"x"'),
  '"a\nb"',
];

const fragment = fc.constantFrom(...FRAGMENTS);
const good = fc.constantFrom(...GOOD);
const mutated = fc
  .tuple(good, fragment, fc.nat(80))
  .map(([line, piece, i]) => line.slice(0, i) + piece + line.slice(i));
const garbage = fc.array(fragment, { maxLength: 6 }).map((pieces) => pieces.join(''));
const wild = fc.array(fc.oneof(fragment, garbage), { minLength: 11, maxLength: 13 }).map((fields) => fields.join(','));
const line = fc.oneof(
  { weight: 6, arbitrary: good },
  { weight: 3, arbitrary: mutated },
  { weight: 1, arbitrary: garbage },
  { weight: 1, arbitrary: wild },
);
const file = fc
  .record({
    bom: fc.constantFrom('', '\xef\xbb\xbf'),
    name: fc.oneof(
      { weight: 3, arbitrary: fc.constant('context_id') },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
    ),
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    lines: fc.array(line, { minLength: 1, maxLength: 10 }),
    end: fc.constantFrom('', 'eol', 'eol eol'),
  })
  .map(
    ({ bom, name, eol, lines, end }) =>
      bom +
      [COLUMNS.join(',').replace('context_id', name), ...lines].join(eol) +
      end.replaceAll('eol', eol).replace(' ', ''),
  );

/** A reader's whole result for a file, except its name and fingerprint. */
async function outcomeOf(path: string, reader: ReaderChoice): Promise<unknown> {
  const rejectsFile = at(`rejects-${reader}.jsonl`);
  rmSync(rejectsFile, { force: true });
  try {
    const { panel, report } = await readPanel([path], {
      reader,
      rejectsFile,
      maxRejectRatio: 1,
      maxUnreadableRatio: 1,
    });
    expect(report.rows).toBe(report.rowsUsed + report.rowsRejected);
    const { files, durationMs, ...counts } = report;
    void [files, durationMs];
    return { panel, counts, rejects: readFileSync(rejectsFile, 'utf8').replaceAll(path, 'FILE') };
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return { code: error.code, message: error.message.replaceAll(path, 'FILE') };
  }
}

describe('hostile files', () => {
  it(
    'mean the same to all readers: same panel, same numbers, same rejects, same error',
    async () => {
      const [path, zipped] = [at('hostile.csv'), at('hostile.csv.gz')];
      await fc.assert(
        fc.asyncProperty(file, async (content) => {
          const bytes = Buffer.from(content, 'latin1');
          writeFileSync(path, bytes);
          writeFileSync(zipped, gzipSync(bytes));
          const expected = await outcomeOf(path, 'stream');
          expect(await outcomeOf(path, 'native')).toEqual(expected);
          expect(await outcomeOf(path, 'duckdb')).toEqual(expected);
          expect(await outcomeOf(zipped, 'duckdb')).toEqual(expected);
        }),
        SEARCH,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'of JSON lines mean the same as CSV with the same rows',
    async () => {
      const text = fc.constantFrom('a', ' a', '\u00a0a', 'a\ufeff', '\u2028', '', 'x"y', 'a,b', '\u3000', '\va\v', 'é');
      const results = fc.constantFrom(
        '{"result": "Pass"}',
        '{"status": "FAILED"}',
        'passed',
        ' 0 ',
        'no',
        `{"x": ${'['.repeat(50)}`,
      );
      const row = fc
        .record({
          source: text,
          dataset_uuid: text,
          dataset_name: text,
          rule_code: text,
          attribute_name: text,
          results,
        })
        .map((over) => logRow(over));
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
          const [csv, lines] = [at('same.csv'), at('same.jsonl')];
          writeFileSync(csv, toDelimited(rows));
          writeFileSync(lines, toJsonLines(rows));
          const outcomes = [await outcomeOf(csv, 'auto'), await outcomeOf(lines, 'auto')];
          const [first, second] = outcomes.map((outcome) => ({ ...(outcome as object), rejects: undefined }));
          expect(second).toEqual(first);
        }),
        SEARCH,
      );
    },
    TIMEOUT_MS,
  );
});
