import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';
let model = '';

beforeAll(async () => {
  history = await smallHistory(folder);
  model = await smallBundle(folder, history);
});

const training = (out: string, ...more: string[]) => ['train', '-i', history, ...QUICK_TRAINING, '-o', out, ...more];

describe('dqs train', () => {
  it('shows the model next to the five naive forecasts, for all rows and by level', async () => {
    const text = await expectFine(training(join(folder, 'shown')));
    for (const name of [
      'model',
      'last-value',
      'mean-7',
      'median-7',
      'median-28',
      'same-weekday',
      'training-mean',
      'skill',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toMatch(/^all +\d/m);
    expect(text).toMatch(/Bundle written to .*shown/);
  });

  it('prints one JSON document with scores and the time of every stage', async () => {
    const json = JSON.parse(await expectFine(training(join(folder, 'json'), '--json'))) as Trained;
    expect(json).toMatchObject({ backend: 'lightgbm', rounds: 10, features: 11, series: 6, refit: false });
    expect(Object.keys(json.timings)).toEqual([
      ...['read', 'history', 'features', 'fit', 'distribution', 'profile', 'evaluate', 'gates', 'write', 'total'],
    ]);
    const [all] = json.evaluation.scores;
    expect(Object.keys(all!.naive)).toHaveLength(6);
    expect(all!.model).toMatchObject({ mae: expect.any(Number), rmse: expect.any(Number) });
  });

  it('writes the same model for the same data and seed', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await expectFine(training(one));
    await expectFine(training(two, '--threads', '1'));
    const text = (path: string) => readFileSync(join(path, 'model.txt'), 'utf8').replace(/num_threads: \d+/, '');
    expect(text(two)).toBe(text(one));
  });

  it('replaces a bundle and leaves no other files', async () => {
    const out = join(folder, 'replaced', 'model');
    await expectFine(training(out));
    const before = readFileSync(join(out, 'manifest.json'), 'utf8');
    await expectFine(training(out, '--seed', '7'));
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).not.toBe(before);
    expect(readdirSync(join(folder, 'replaced'))).toEqual(['model']);
  });

  it('refuses to replace anything but a bundle', async () => {
    const precious = join(folder, 'precious');
    mkdirSync(precious);
    writeFileSync(join(precious, 'thesis.txt'), 'mine');
    const { code, stderr } = await dqs(training(precious));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('error [config-invalid]') });
    expect(readFileSync(join(precious, 'thesis.txt'), 'utf8')).toBe('mine');
    expect((await dqs(training(history))).stderr).toContain('found a file');
  });

  it('reads stdin', async () => {
    const args = ['train', '--input', '-', ...QUICK_TRAINING, '--out', join(folder, 'piped'), '--json'];
    const { code, stdout } = await dqs(args, { input: readFileSync(history) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ series: 6 });
  });

  it('takes parameters from a file, and single ones over it', async () => {
    const params = join(folder, 'params.json');
    writeFileSync(params, JSON.stringify({ num_leaves: 4, learning_rate: 0.3 }));
    const out = join(folder, 'params');
    await expectFine(training(out, '--params', params, '--param', 'num_leaves=5'));
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { params: object };
    expect(manifest.params).toMatchObject({ num_leaves: 5, learning_rate: 0.3, min_data_in_leaf: 5 });
  });

  it('refuses both a log and a saved panel, and neither', async () => {
    const { code, stderr } = await dqs(training(join(folder, 'both'), '--panel', 'panel.parquet'));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('got --input and --panel') });
    expect((await dqs(['train', '--out', join(folder, 'neither')])).stderr).toContain('got none');
    expect(existsSync(join(folder, 'both'))).toBe(false);
  });
});

describe('dqs predict', () => {
  it('forecasts the day after the history from the bundle alone, with the naive value', async () => {
    const text = await expectFine(['predict', '--model', model, '--all']);
    expect(text).toMatch(/^Forecast for 2025-05-01 from results up to 2025-04-30/);
    expect(text).toMatch(/predicted % +expected % +80 % range +below target % +naive %/);
    expect(text.trim().split('\n')).toHaveLength(3 + 6);
  });

  it('gives the same forecasts in every format', async () => {
    const ask = (format: string) => expectFine(['predict', '--model', model, '--all', '--format', format]);
    const json = JSON.parse(await ask('json')) as Record<string, unknown>[];
    const lines = (await ask('jsonl')).trim().split('\n');
    const [header, ...csv] = (await ask('csv')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(json);
    expect(header!.split(',')).toEqual(Object.keys(json[0]!));
    const column = header!.split(',').indexOf('predicted_pass_percentage');
    expect(csv.map((line) => Number(line.split(',')[column]))).toEqual(
      json.map((row) => row['predicted_pass_percentage']),
    );
    const document = JSON.parse(await expectFine(['predict', '--model', model, '--all', '--json'])) as object;
    expect(document).toMatchObject({ forecasts: json });
  });

  it('forecasts one series as it forecasts all', async () => {
    const all = JSON.parse(await expectFine(['predict', '-m', model, '--all', '-f', 'json'])) as Forecast[];
    const { dataset_uuid: dataset, rule_code: rule } = all[2]!;
    const one = await expectFine(['predict', '-m', model, '--dataset', dataset, '--rule', rule, '-f', 'json']);
    expect(JSON.parse(one)).toEqual([all[2]]);
  });

  it('shows the first forecasts only, lowest expected percentage first', async () => {
    const rows = JSON.parse(await expectFine(['predict', '-m', model, '-a', '--top', '3', '-f', 'json'])) as Forecast[];
    const expected = rows.map((row) => row.expected_pass_percentage);
    expect(rows).toHaveLength(3);
    expect([...expected].sort((a, b) => a - b)).toEqual(expected);
  });

  it('knows nothing after the as-of day', async () => {
    const args = ['predict', '-m', model, '--all', '--date', '2025-04-11', '--as-of', '2025-04-10', '-f', 'json'];
    const rows = JSON.parse(await expectFine(args)) as Forecast[];
    expect(new Set(rows.map(({ as_of_date: asOf }) => asOf))).toEqual(new Set(['2025-04-10']));
  });

  it('flags days that the model was trained on, and those alone', async () => {
    const args = ['predict', '-m', model, '--all', '--date'];
    const flagsOn = async (date: string) => {
      const rows = JSON.parse(await expectFine([...args, date, '-f', 'json'])) as Forecast[];
      return new Set(rows.map(({ flags }) => flags.includes('in_training')));
    };
    expect(await flagsOn('2025-03-01')).toEqual(new Set([true]));
    expect(await flagsOn('2025-04-20')).toEqual(new Set([false]));
    expect(await expectFine([...args, '2025-03-01'])).toContain('in_training');
  });

  it('leaves out series that first appear after the as-of day', async () => {
    const [log, late] = [readFileSync(history, 'utf8'), join(folder, 'late.csv')];
    const first = log.split('\n')[1]!;
    const dataset = first.split(',')[2]!;
    const fields = first.replace(dataset, 'a-later-dataset').replace(/\d{4}-\d{2}-\d{2}/, '2025-04-21');
    writeFileSync(late, `${log.trim()}\n${fields}\n`);
    const args = ['predict', '-m', model, '--all', '--input', late, '-f', 'json', '--as-of'];
    const datasetsAsOf = async (date: string) =>
      (JSON.parse(await expectFine([...args, date])) as Forecast[]).map(({ dataset_uuid }) => dataset_uuid);
    expect(await datasetsAsOf('2025-04-20')).not.toContain('a-later-dataset');
    expect(await datasetsAsOf('2025-04-21')).toContain('a-later-dataset');
  });

  it('writes a file in the format of its ending', async () => {
    const out = join(folder, 'forecasts.csv');
    const text = await expectFine(['predict', '--model', model, '--all', '--out', out]);
    expect(text).toBe(`6 forecasts written to ${out}\n`);
    expect(readFileSync(out, 'utf8').split('\n')[0]).toMatch(/^tenant_id,dataset_uuid,/);
  });

  it('takes a fresher history, which wins from its first day on', async () => {
    const fresh = join(folder, 'fresh.csv');
    const [header, ...rows] = readFileSync(history, 'utf8').trim().split('\n');
    const last = rows.filter((row) => row.includes(',2025-04-30,'));
    const newer = last.map((row) => row.replaceAll('2025-04-30', '2025-05-01'));
    writeFileSync(fresh, [header, ...last, ...newer].join('\n'));
    const rowsOf = async (args: string[]) =>
      JSON.parse(await expectFine(['predict', '-m', model, '--all', '-f', 'json', ...args])) as Forecast[];
    const forecasts = await rowsOf(['--input', fresh]);
    expect(forecasts).toHaveLength(6);
    expect(forecasts[0]).toMatchObject({ business_date: '2025-05-02', as_of_date: '2025-05-01' });
    // The last day alone, given again, changes nothing: it is not counted twice.
    writeFileSync(fresh, [header, ...last].join('\n'));
    expect(await rowsOf(['--input', fresh])).toEqual(await rowsOf([]));
  });
});

interface Trained {
  readonly timings: object;
  readonly evaluation: { readonly scores: readonly { readonly model: object; readonly naive: object }[] };
}

interface Forecast {
  readonly dataset_uuid: string;
  readonly rule_code: string;
  readonly as_of_date: string;
  readonly flags: readonly string[];
  readonly expected_pass_percentage: number;
}
