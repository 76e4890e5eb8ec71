import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const panel = join(folder, 'panel.parquet');
let history = '';
let early = '';
let late = '';

beforeAll(async () => {
  history = await smallHistory(folder);
  [early, late] = [join(folder, 'early.csv'), join(folder, 'late.csv')];
  const [header, ...rows] = readFileSync(history, 'utf8').trim().split('\n');
  const isEarly = (row: string) => row.split(',')[4]! < '2025-03-01';
  writeFileSync(early, [header, ...rows.filter(isEarly)].join('\n'));
  writeFileSync(late, [header, ...rows.filter((row) => !isEarly(row))].join('\n'));
});

describe('dqs ingest', () => {
  it('starts a panel, adds to it, and reports its content', async () => {
    expect(await expectFine(['ingest', early, '--panel', panel])).toContain('2025-01-01 to 2025-02-28, from 1 file (');
    const json = JSON.parse(await expectFine(['ingest', '--input', late, '--panel', panel, '--json'])) as object;
    expect(json).toMatchObject({ panel, series: 6, sources: [{ path: early }, { path: late }] });
  });

  it('refuses a file that the panel already contains, unless overridden', async () => {
    const before = readFileSync(panel);
    const run = await dqs(['ingest', late, '--panel', panel]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error [input-duplicate]') });
    expect(readFileSync(panel).equals(before)).toBe(true);
    const other = join(folder, 'twice.parquet');
    await expectFine(['ingest', late, '--panel', other]);
    await expectFine(['ingest', late, '--panel', other, '--allow-duplicate']);
  });

  it('a model of the panel equals the model of the files', async () => {
    const model = async (name: string, ...input: string[]) => {
      const out = join(folder, name);
      await expectFine(['train', ...input, ...QUICK_TRAINING, '--out', out]);
      return readFileSync(join(out, 'model.txt'), 'utf8');
    };
    expect(await model('from-panel', '--panel', panel)).toBe(await model('from-file', '--input', history));
  });

  it('reads a pipe, warns of a date far after all others, and rejects it if requested', async () => {
    const pipe = join(folder, 'pipe');
    const stray = readFileSync(early, 'utf8')
      .trimEnd()
      .split('\n')
      .at(-1)!
      .replace(/2025-\d\d-\d\d/, '3000-01-01');
    writeFileSync(join(folder, 'stray.csv'), `${readFileSync(early, 'utf8').trimEnd()}\n${stray}\n`);
    execFileSync('mkfifo', [pipe]);
    for (const [args, told] of [
      [[], /rows? (is|are) dated 3000-01-01.*--max-date 2025-02-28/],
      [['--max-date', '2025-02-28'], /1 of \d+ rows were rejected/],
    ] as const) {
      const writer = spawn('sh', ['-c', `exec cat ${join(folder, 'stray.csv')} > ${pipe}`]);
      const run = await dqs([
        'ingest',
        '--input',
        pipe,
        '--panel',
        join(folder, `piped-${args.length}.parquet`),
        ...args,
      ]);
      writer.kill();
      expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(told) });
      expect(run.stdout).toContain(args.length === 0 ? 'to 3000-01-01' : 'to 2025-02-28');
    }
    expect(await dqs(['ingest', join(folder, '{a*'), '--panel', panel])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('to be closed'),
    });
  });

  it('needs inputs and a panel', async () => {
    expect(await dqs(['ingest', early])).toMatchObject({ code: 2, stderr: expect.stringContaining('--panel <file>') });
    expect(await dqs(['ingest', '--panel', panel])).toMatchObject({ code: 2 });
    const none = join(folder, 'none.parquet');
    expect((await dqs(['ingest', join(folder, 'absent.csv'), '--panel', none])).code).toBe(1);
    expect(existsSync(none)).toBe(false);
  });
});
