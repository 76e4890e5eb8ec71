import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  environmentName,
  EVERYWHERE,
  GATES,
  INPUT,
  readSettings as read,
  required,
  TRAINING,
} from '../src/settings/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = [...INPUT, 'out', ...TRAINING, 'sample', 'refit', 'machines', 'rank', ...GATES, ...EVERYWHERE] as const;

/** Reads the settings of a training for one of two commands. */
function readSettings(
  section: 'train' | 'backtest',
  flags: Readonly<Record<string, unknown>>,
  sources: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
) {
  return read(NAMES, flags, { ...sources, section, sections: ['train', 'backtest'] });
}

/** A folder of its own with that dqs.config.json. */
function folderWith(name: string, config: unknown): string {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'dqs.config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  return cwd;
}

/** The problems that settings are refused for. */
async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause as { code: string; message: string; details: { problems?: string[] } },
  );
  expect(error).toMatchObject({ code: 'config-invalid' });
  return error!.details.problems ?? [error!.message];
}

describe('readSettings', () => {
  const everything = { rounds: 10, threads: 1, spec: 'naive', train: { rounds: 20, seed: 3 } };

  it('flags win over the environment, that over the file, and a command over all commands', async () => {
    const cwd = folderWith('precedence', everything);
    const env = { DQS_SPEC: 'extended', DQS_THREADS: '2', DQS_HORIZON: '' };
    expect(await readSettings('train', { spec: 'classic' }, { env, cwd })).toEqual({
      spec: 'classic',
      threads: 2,
      rounds: 20,
      seed: 3,
    });
    expect(await readSettings('backtest', {}, { env: {}, cwd })).toEqual({ rounds: 10, threads: 1, spec: 'naive' });
  });

  it('lists every problem with the place it was found in, and the nearest name', async () => {
    const cwd = folderWith('problems', { thread: 3, train: { horizon: 0, out: 7 }, backtest: 'x' });
    const env = { DQS_ROUNDS: 'many' };
    const problems = await problemsOf(readSettings('train', { spec: 'clasic', testFraction: '2' }, { env, cwd }));
    expect(problems).toHaveLength(7);
    const text = problems.join('\n');
    expect(text).toContain('thread in dqs.config.json: unknown setting; did you mean "threads"?');
    expect(text).toContain('--spec: expected classic, extended, naive, got "clasic"; did you mean "classic"?');
    expect(text).toMatch(/--test-fraction: .*got "2"/);
    expect(text).toMatch(/DQS_ROUNDS: expected a number such as 12, 0\.5 or 1e3, got "many"/);
    expect(text).toMatch(/train\.horizon in dqs\.config\.json: .*got 0/);
    expect(text).toContain('backtest in dqs.config.json: expected an object of settings');
    expect(text).toMatch(/train\.out in dqs\.config\.json: .*string.*got 7/);
  });

  it.each([
    ['5', 5],
    [' 5 ', 5],
    ['+5', 5],
    ['1e3', 1000],
    ['1E3', 1000],
    ['2.0', 2],
  ])('the whole number %j is read', async (text, rounds) => {
    const cwd = tmpdir();
    expect(await readSettings('train', { rounds: text }, { env: {}, cwd })).toEqual({ rounds });
    expect(await readSettings('train', { limit: [`minSkill=${text}`] }, { env: {}, cwd })).toEqual({
      limit: { minSkill: rounds },
    });
  });

  it.each(['-0', '-0.0', '-0e5', ' -0 '])('%j is 0', async (text) => {
    const flags = { halfLifeDays: text, param: [`lambda_l2=${text}`], limit: [`minSkill=${text}`] };
    const settings = await readSettings('train', flags, { env: {}, cwd: tmpdir() });
    expect(settings).toEqual({ halfLifeDays: 0, param: { lambda_l2: 0 }, limit: { minSkill: 0 } });
  });

  it.each(['0x10', '0b1', '1_000', '1,5', 'Infinity', '-Infinity', 'NaN', '1e999', '', '  ', '--', '1.2.3', '5 5'])(
    '%j is no number, in any setting',
    async (text) => {
      const expected = `expected a number such as 12, 0.5 or 1e3, got ${JSON.stringify(text)}`;
      const source = { env: {}, cwd: tmpdir() };
      expect(await problemsOf(readSettings('train', { rounds: text }, source))).toEqual([`--rounds: ${expected}`]);
      const [problem] = await problemsOf(readSettings('train', { limit: [`minSkill=${text}`] }, source));
      expect(problem).toMatch(/^--limit( \(minSkill\))?: expected (a number such as|name=number)/);
    },
  );

  it.each(['-0', 'minSkill', '=', '5'])('the limit %j is refused as no name and number', async (text) => {
    const [problem] = await problemsOf(readSettings('train', { limit: [text] }, { env: {}, cwd: tmpdir() }));
    expect(problem).toBe(`--limit: expected name=number, such as minSkill=0.1, got ["${text}"]`);
  });

  it('reads texts as what they stand for', async () => {
    const env = { DQS_INPUT: 'a.csv, b.csv', DQS_REFIT: '1', DQS_PARAM: 'num_leaves=7,boosting=dart,extra_trees=true' };
    expect(await readSettings('train', { testFrom: '2021-02-08' }, { env, cwd: folder })).toEqual({
      input: ['a.csv', 'b.csv'],
      refit: true,
      param: { num_leaves: 7, boosting: 'dart', extra_trees: true },
      testFrom: 18666,
    });
  });

  it('reads a share as a fraction or a number, or takes auto', async () => {
    for (const [text, sample] of [
      ['1/8', 0.125],
      ['0.2', 0.2],
      [' 1 / 4 ', 0.25],
      ['1', 1],
      ['auto', 'auto'],
    ] as const) {
      expect(await readSettings('train', { sample: text }, { env: {}, cwd: folder })).toEqual({ sample });
    }
    for (const text of ['0', '9/8', '-1/8', '1/0', '1/', '/8', '1/2/4', 'all', '', '0x1/8']) {
      const [problem] = await problemsOf(readSettings('train', { sample: text }, { env: {}, cwd: folder }));
      expect(problem).toContain('--sample');
    }
  });

  it('refuses a parameter without a value, and a file that is no JSON object', async () => {
    const parameter = await problemsOf(readSettings('train', { param: ['num_leaves'] }, { env: {}, cwd: folder }));
    expect(parameter[0]).toContain('expected key=value');
    const sources = { env: {}, cwd: folderWith('broken', '{') };
    expect((await problemsOf(readSettings('train', {}, sources)))[0]).toContain('dqs.config.json');
    const list = { env: {}, cwd: folderWith('list', []) };
    expect((await problemsOf(readSettings('train', {}, list)))[0]).toContain('expected an object of settings');
  });

  it('a file that was only found neither runs code nor writes elsewhere; one that was named may', async () => {
    const config = {
      backends: ['./evil.mjs'],
      machines: ['203.0.113.1:80'],
      rank: 0,
      rejects: '/etc/passwd',
      train: { out: '../elsewhere', panel: 'way-out/panel.parquet' },
    };
    const cwd = folderWith('found', config);
    symlinkSync(tmpdir(), join(cwd, 'way-out'));
    const problems = await problemsOf(readSettings('train', {}, { env: {}, cwd }));
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'train.panel',
      'rejects',
      'train.out',
      'machines',
      'backends',
    ]);
    expect(problems.join()).toContain('it runs the code of packages; name the file (--config dqs.config.json)');
    for (const sources of [
      { flags: { config: 'dqs.config.json' }, env: {} },
      { flags: {}, env: { DQS_CONFIG: 'dqs.config.json' } },
    ]) {
      const named = await readSettings('train', sources.flags, { env: sources.env, cwd });
      expect(named).toMatchObject({ backends: ['./evil.mjs'], rejects: '/etc/passwd', out: '../elsewhere' });
    }
    // Whoever gives the setting needs no file for it; the environment is the user's own.
    const env = { DQS_BACKENDS: '@acme/own', DQS_MACHINES: 'a:1', DQS_REJECTS: '/srv/r' };
    const flags = { out: '/srv/model', panel: '/srv/panel.parquet' };
    expect(await readSettings('train', flags, { env, cwd })).toMatchObject({
      backends: ['@acme/own'],
      rejects: '/srv/r',
    });
  });

  it('a file that was found may name places in its own folder, and read anything', async () => {
    const config = { registry: 'registry', rejects: './logs/rejects.jsonl', out: 'model', input: '/data/history.csv' };
    const cwd = folderWith('inside', config);
    expect(await readSettings('train', {}, { env: {}, cwd })).toMatchObject({
      out: 'model',
      input: ['/data/history.csv'],
    });
  });

  it('a settings file that is asked for must be there', async () => {
    const asked = readSettings('train', { config: 'absent.json' }, { env: {}, cwd: folder });
    expect((await problemsOf(asked))[0]).toContain('absent.json: found no file');
  });
});

describe('required', () => {
  it('names flag, environment variable and key', () => {
    expect(() => required(undefined, 'maxRejectRatio')).toThrow(
      /--max-reject-ratio.*DQS_MAX_REJECT_RATIO.*"maxRejectRatio"/,
    );
    expect(required(0, 'seed')).toBe(0);
    expect(environmentName('testFrom')).toBe('DQS_TEST_FROM');
  });
});
