import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, SMALL_HISTORY, smallBundle, smallHistory } from './support/fixtures.js';

interface Report {
  readonly model: string;
  readonly passed: boolean;
  readonly checks: readonly { readonly name: string; readonly verdict: string; readonly section: string }[];
}

const folder = scratchFolder();
const failed = ({ checks }: Report) => checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
const manifestOf = (path: string) =>
  JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as { gates: Record<string, unknown> };
let history: string;
let model: string;

beforeAll(async () => {
  history = await smallHistory(folder);
  model = await smallBundle(folder, history);
});

describe('dqs validate', () => {
  it('says yes to a model on its own history, section by section, and writes a page', async () => {
    const html = join(folder, 'validation.html');
    const text = await expectFine(['validate', '--model', model, '--input', history, '--html', html]);
    for (const title of ['The bundle', 'Its forecasts', 'Leaks of the target', 'Its input data'])
      expect(text).toContain(title);
    expect(text).toMatch(/pass +recomputed-features/);
    expect(text).toMatch(/model passes: \d+ checks passed, 0 failed, \d+ inconclusive/);
    expect(existsSync(html)).toBe(true);
  });

  it('takes the history in the bundle where no input is given, and prints JSON', async () => {
    const report = JSON.parse(await expectFine(['validate', '--model', model, '--folds', '0', '--json'])) as Report;
    expect(report).toMatchObject({ model, passed: true, backtest: null });
    expect(new Set(report.checks.map(({ section }) => section))).toEqual(
      new Set(['bundle', 'forecasts', 'leakage', 'data']),
    );
    expect(report.checks.map(({ name }) => name)).not.toContain('skill-backtest');
  });

  it('exits with 3 on data of another origin, with the reasons', async () => {
    const other = join(folder, 'other.csv');
    await expectFine(['generate', ...SMALL_HISTORY.slice(0, -1), '77', '--out', other]);
    const { code, stdout } = await dqs(['validate', '--model', model, '--input', other, '--folds', '0', '--json']);
    expect(code).toBe(3);
    expect(failed(JSON.parse(stdout) as Report)).toEqual(
      expect.arrayContaining(['unseen-categories', 'history-agreement']),
    );
  });

  it('ends with 3 on rows that were read twice', async () => {
    const [header, ...lines] = readFileSync(history, 'utf8').trimEnd().split('\n');
    const twice = `${[header, ...lines, ...lines].join('\n')}\n`;
    const { code, stdout } = await dqs(['validate', '--model', model, '--input', '-', '--folds', '0'], {
      input: twice,
    });
    expect(code).toBe(3);
    expect(stdout).toMatch(/FAIL +executions .*read twice/);
  });

  it('holds the model to the limits it is given', async () => {
    const strict = ['--limit', 'minSkill=0.99', 'maxDataAgeDays=1'];
    const { code, stdout } = await dqs(['validate', '--model', model, '--folds', '0', '--json', ...strict]);
    expect(code).toBe(3);
    expect(failed(JSON.parse(stdout) as Report)).toEqual(expect.arrayContaining(['skill', 'data-age']));
  });

  it('refuses a limit that is none, with the nearest name, before it opens anything', async () => {
    const { code, stderr } = await dqs(['validate', '--model', 'nowhere', '--limit', 'minSkil=0']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('did you mean "minSkill"') });
  });

  it('refuses a damaged bundle with the code of the damage', async () => {
    const { code, stderr } = await dqs(['validate', '--model', join(folder, 'nowhere')]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('[input-not-found]') });
  });
});

describe('the gates of dqs train', () => {
  const training = (out: string, ...more: string[]) => [
    'train',
    '--input',
    history,
    ...QUICK_TRAINING,
    '--out',
    out,
    ...more,
  ];

  it('end with 3 when one fails; the bundle is written and records it', async () => {
    const out = join(folder, 'refused');
    const { code, stdout } = await dqs(training(out, '--limit', 'minSkill=0.99'));
    expect(code).toBe(3);
    expect(stdout).toMatch(/FAIL +skill .*\n.*A gate failed/);
    expect(manifestOf(out).gates).toMatchObject({ passed: false });
    await expectFine(['predict', '--model', out, '--all', '--top', '1']);
  });

  it('are recorded where they pass, and where they were left out', async () => {
    expect(manifestOf(model).gates).toMatchObject({ passed: true, checks: expect.any(Array) });
    const out = join(folder, 'ungated');
    const text = await expectFine(training(out, '--no-gates', '--limit', 'minSkill=0.99'));
    expect(text).toContain('Gates were skipped');
    expect(manifestOf(out).gates).toEqual({ skipped: true });
  });

  it('refuse a limit that is none before the training begins', async () => {
    const out = join(folder, 'never');
    expect(await dqs(training(out, '--limit', 'maxMay=3'))).toMatchObject({ code: 2 });
    expect(existsSync(out)).toBe(false);
  });
});
