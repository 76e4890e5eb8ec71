import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import { isDqsError } from '@dqs/core';
import fc from 'fast-check';

import { readPanel, type ReaderChoice } from '../src/index.js';
import { COLUMNS, testFolder } from './support/logs.js';

const at = testFolder();

// Latin-1 text, so that any byte can be written, invalid UTF-8 too.
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
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    lines: fc.array(line, { minLength: 1, maxLength: 10 }),
    end: fc.constantFrom('', 'eol', 'eol eol'),
  })
  .map(
    ({ bom, eol, lines, end }) =>
      bom + [COLUMNS.join(','), ...lines].join(eol) + end.replaceAll('eol', eol).replace(' ', ''),
  );

/** All that a reader says of a file. */
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
    return { panel, report: { ...report, durationMs: 0 }, rejects: readFileSync(rejectsFile, 'utf8') };
  } catch (error) {
    if (!isDqsError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

describe('hostile files', () => {
  it('mean the same to both readers: same panel, same numbers, same rejects, same error', async () => {
    const path = at('hostile.csv');
    await fc.assert(
      fc.asyncProperty(file, async (content) => {
        writeFileSync(path, Buffer.from(content, 'latin1'));
        expect(await outcomeOf(path, 'duckdb')).toEqual(await outcomeOf(path, 'stream'));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
