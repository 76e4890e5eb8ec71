import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { failureText } from '../src/failure.js';
import { colored, inLine, printable, printableData, printableJson } from '@dqs/reports/terminal';
import { forecastsText, textTable } from '@dqs/reports/text';
import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();

/** What a terminal obeys or hides, with how it is shown. */
const HOSTILE: readonly (readonly [string, string, string])[] = [
  ['a window title', 'a\u001b]0;owned\u0007b', 'a\\x1b]0;owned\\x07b'],
  ['a colour of its own', '\u001b[31mred\u001b[8mhidden', '\\x1b[31mred\\x1b[8mhidden'],
  ['C1 controls', '\u009b2J\u0090x\u009c', '\\x9b2J\\x90x\\x9c'],
  ['a bidi override', 'abc\u202etxt.exe\u2066', 'abc\\u{202e}txt.exe\\u{2066}'],
  ['an invisible mark', 'ad\u200bmin\u00ad\ufeff', 'ad\\u{200b}min\\xad\\u{feff}'],
  ['tags of a language', 'x\u{e0041}', 'x\\u{e0041}'],
  ['separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['a carriage return and a backspace', 'good\rbad\b', 'good\\rbad\\x08'],
  ['half of a character', 'x\ud800y', 'x\\u{d800}y'],
];

describe('a text that is printed', () => {
  it.each(HOSTILE)('shows %s, and does not send it', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(inLine(text)).toBe(shown);
  });

  it('is one line where it is part of one, and keeps the letters of every script', () => {
    expect(inLine('first\nsecond\tthird')).toBe('first\\nsecond\\tthird');
    expect(printable('first\nsecond\tthird\n')).toBe('first\nsecond\tthird\n');
    const letters = 'Zürich 東京 می‌خواهم 👩‍👩‍👧 e\u0301 한국';
    expect([inLine(letters), printable(letters)]).toEqual([letters, letters]);
  });

  it('keeps our own colours and no others', () => {
    const before = { ...process.env };
    try {
      process.env['FORCE_COLOR'] = '1';
      delete process.env['NO_COLOR'];
      const cell = `${colored('red', 'fail')} \u001b[32mpass`;
      const text = printable(textTable([{ title: 'verdict' }], [[cell]]));
      expect(text).toBe('\u001b[1mverdict\u001b[22m\n\u001b[31mfail\u001b[39m \\x1b[32mpass\n');
    } finally {
      process.env = before;
    }
  });

  it('in a table is one line per row, for any names', () => {
    const names = ['a\nFAKE  100.00', '\u001b[2Kb', 'c\r'];
    const lines = textTable(
      [{ title: 'name\u0007' }],
      names.map((name) => [name]),
    ).split('\n');
    expect(lines).toEqual(['name\\x07', 'a\\nFAKE  100.00', '\\x1b[2Kb', 'c\\r', '']);
  });

  it('as an error cannot look like a second one', () => {
    const failure = { code: 'input-not-found', message: 'no file x\nerror [internal]: \u001b]0;y\u0007' } as const;
    const style = { json: false, stack: false };
    expect(failureText(failure, undefined, style)).toBe(
      'error [input-not-found]: no file x\n  error [internal]: \\x1b]0;y\\x07\n',
    );
    const json = failureText(failure, undefined, { json: true, stack: false });
    expect(JSON.parse(json)).toEqual({ error: failure });
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('as JSON means the same', () => {
    const value = Object.fromEntries(HOSTILE.map(([name, text]) => [name, `${text}\n`]));
    const json = printableJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(json)).toEqual(value);
    expect(json).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(printableData({ fields: [value['C1 controls'], 7] })).toEqual({ fields: ['\\x9b2J\\x90x\\x9c\\n', 7] });
  });
});

describe('dqs with hostile names', () => {
  const evil = '\u001b]0;owned\u0007\u202e';
  const name = `Orders${evil}`;
  const row = {
    datasetUuid: 'd',
    datasetName: name,
    ruleCode: '1',
    businessDate: '2026-01-02',
    asOfDate: '2026-01-01',
    predictedPassPercentage: 1,
    expectedPassPercentage: 1,
    naivePassPercentage: 1,
    executions: 1,
    flags: [],
  } as never;

  it('shows them in tables; CSV and JSON keep their bytes', () => {
    expect(forecastsText([row], 'table')).toContain('Orders\\x1b]0;owned\\x07\\u{202e}');
    expect(forecastsText([row], 'csv')).toContain(name);
    expect((JSON.parse(forecastsText([row], 'jsonl')) as { dataset_name: string }).dataset_name).toBe(name);
  });

  it('prints no control character of a file name, a column, a setting or an option', async () => {
    const evilFolder = join(folder, `x${evil}`);
    mkdirSync(evilFolder);
    const log = join(evilFolder, `${evil}.csv`);
    writeFileSync(log, `a${evil},b\n1,2\n`);
    writeFileSync(join(evilFolder, 'dqs.config.json'), JSON.stringify({ [`thread${evil}`]: 1 }));
    const runs = [
      await dqs(['ingest', log, '--panel', join(folder, 'p.parquet')]),
      await dqs(['train', '--input', `${log}x`, '--out', join(folder, 'm')]),
      await dqs(['train', `--${evil}`]),
      await dqs([evil]),
      await dqs(['doctor'], { cwd: evilFolder }),
      await dqs(['predict', '--model', evilFolder, '--all']),
    ];
    for (const { code, stdout, stderr } of runs) {
      expect(code).not.toBe(0);
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});
