import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';
const QUICK = ['--spec', 'classic', '--folds', '2'];

beforeAll(async () => {
  history = await smallHistory(folder);
});

interface Compared {
  readonly backends: readonly { backend: string; evaluation: { rows: number }; modelBytes: number }[];
  readonly skipped: readonly unknown[];
}

describe('dqs backends compare', () => {
  it('measures the requested backends on the same rows, smallest error first, with a page of charts', async () => {
    const html = join(folder, 'comparison.html');
    const args = ['backends', 'compare', '--input', history, ...QUICK, '--only', 'ridge', 'naive', 'lightgbm'];
    const json = JSON.parse(await expectFine([...args, '--html', html, '--json'])) as Compared;
    expect(json.backends.map(({ backend }) => backend).sort()).toEqual(['lightgbm', 'naive', 'ridge']);
    expect(new Set(json.backends.map(({ evaluation }) => evaluation.rows)).size).toBe(1);
    expect(json.skipped).toEqual([]);
    const page = readFileSync(html, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page.match(/<rect /g)).toHaveLength(2 * 3);
    expect(page).not.toMatch(/https?:|src=|<link/);
  });

  it('prints a table with the best naive forecast as the last line', async () => {
    const text = await expectFine(['backends', 'compare', '--input', history, ...QUICK, '--only', 'ridge']);
    expect(text).toMatch(/^backend +MAE +RMSE +log loss +skill +training +forecasts\/s +memory +model$/m);
    expect(text).toMatch(/^ridge +[\d.]+ +[\d.]+ +0\.\d{4} /m);
    expect(text.trim().split('\n').at(-1)).toMatch(/^best naive: [a-z0-9-]+ +[\d.]+ +[\d.]+/);
  });

  it('refuses an unknown name before it reads anything', async () => {
    const unknown = await dqs(['backends', 'compare', '--input', 'nowhere.csv', '--only', 'ridge', 'rigde']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "ridge"?') });
  });
});

describe('every backend', () => {
  it.each(['ridge', 'random-forest', 'hist-gradient-boosting', 'naive'])(
    '%s trains, is inspected and forecasts the same way',
    async (backend) => {
      const bundle = join(folder, backend);
      const train = [
        'train',
        '--input',
        history,
        '--backend',
        backend,
        '--rounds',
        '10',
        '--no-gates',
        '--out',
        bundle,
      ];
      const trained = JSON.parse(await expectFine([...train, '--json'])) as { backend: string; evaluation: object };
      expect(trained).toMatchObject({ backend, evaluation: { scores: expect.any(Array) } });
      expect(await expectFine(['inspect', '--model', bundle])).toMatch(
        ['ridge', 'naive'].includes(backend)
          ? /^needs +nothing besides dqs$/m
          : /^needs +LightGBM [\d.]+ \(npm install @dqs\/lightgbm\)$/m,
      );
      const forecasts = JSON.parse(await expectFine(['predict', '--model', bundle, '--all', '--json'])) as {
        forecasts: unknown[];
      };
      expect(forecasts.forecasts).toHaveLength(6);
    },
  );

  it('onnx takes a model from elsewhere, and asks for one if it is missing', async () => {
    const run = await dqs(['train', '--input', history, '--backend', 'onnx', '--out', join(folder, 'onnx')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--param model=model.onnx') });
  });
});

const BACKEND_PACKAGE = `
import { loadBackend } from '${resolve(__dirname, '../../../packages/model-backends/dist/index.js').replaceAll('\\', '/')}';
const ridge = await loadBackend('ridge');
export const backend = { ...ridge, name: 'acme' , train: async (request) => named(await ridge.train(request)), load: async (files) => named(await ridge.load(files)) };
const named = (model) => new Proxy(model, { get: (target, key) => {
  if (key === 'backend') return 'acme';
  const value = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
} });
`;

describe('backends of other packages', () => {
  const packages = join(folder, 'node_modules', '@acme');

  beforeAll(() => {
    for (const [name, code] of [
      ['dqs-ridge', BACKEND_PACKAGE],
      ['dqs-broken', 'export default { name: "Broken One", train() {} };'],
    ] as const) {
      mkdirSync(join(packages, name), { recursive: true });
      const manifest = { name: `@acme/${name}`, type: 'module', exports: { '.': { import: './index.mjs' } } };
      writeFileSync(join(packages, name, 'package.json'), JSON.stringify(manifest));
      writeFileSync(join(packages, name, 'index.mjs'), code);
    }
  });

  it('are chosen by name where the configuration names their package, and not otherwise', async () => {
    const config = join(folder, 'dqs.config.json');
    writeFileSync(config, JSON.stringify({ backends: ['@acme/dqs-ridge'] }));
    const args = ['train', '--input', history, '--backend', 'acme', '--no-gates', '--out', join(folder, 'acme')];
    await expectFine([...args, '--config', config], folder);
    await expectFine(['predict', '--model', join(folder, 'acme'), '--all', '--config', config], folder);
    const listed = await expectFine(['backends', 'list', '--config', config], folder);
    expect(listed).toMatch(/^acme +yes +yes +yes +no +no/m);
    writeFileSync(config, '{}');
    const unknown = await dqs(['predict', '--model', join(folder, 'acme'), '--all'], { cwd: folder });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('setting "backends"') });
  });

  it.each([
    ['@acme/dqs-broken', 'expected lower-case letters, digits and dashes, got "Broken One"; load: expected a function'],
    ['@acme/dqs-absent', 'is not installed; npm install @acme/dqs-absent'],
    ['./nowhere.mjs', 'cannot be loaded'],
  ])('%s is refused with a reason', async (name, message) => {
    const run = await dqs(['backends', 'list', '--backends', name], { cwd: folder });
    expect(run.stderr).toContain(message);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error [model-backend-invalid]') });
  });
});

describe('dqs explain', () => {
  it.each(['ridge', 'lightgbm'])('prints numbers of %s that add up to the forecast', async (backend) => {
    const bundle = join(folder, `explained-${backend}`);
    await expectFine([
      'train',
      '--input',
      history,
      '--backend',
      backend,
      '--rounds',
      '10',
      '--no-gates',
      '--out',
      bundle,
    ]);
    const all = JSON.parse(await expectFine(['predict', '--model', bundle, '--all', '--json'])) as {
      forecasts: { dataset_uuid: string; rule_code: string; expected_pass_percentage: number }[];
    };
    const { dataset_uuid: dataset, rule_code: rule, expected_pass_percentage: expected } = all.forecasts[0]!;
    const text = await expectFine(['explain', '--model', bundle, '--dataset', dataset, '--rule', rule, '--top', '3']);
    const points = [...text.matchAll(/ ([+−] )?(\d+\.\d)$/gm)].map(
      ([, sign, digits]) => (sign === '− ' ? -1 : 1) * Math.round(10 * Number(digits)),
    );
    expect(points).toHaveLength(1 + 3 + 1 + 1);
    expect(points.slice(0, -1).reduce((total, point) => total + point, 0)).toBe(points.at(-1));
    expect(points.at(-1)).toBe(Math.round(10 * expected));
    expect(text).toMatch(/^feature +what it is +value/m);
    const sentence = text.split('\n').find((line) => line.startsWith('Expected are'))!;
    const [total, start, ...parts] = [
      ...sentence.split(';')[0]!.matchAll(/([−] )?(\d+\.\d)(?! others)(?= %| [a-z\d])/g),
    ].map(([, sign, digits]) => (sign ? -1 : 1) * Math.round(10 * Number(digits)));
    expect(start! + parts.reduce((sum, part) => sum + part, 0)).toBe(total);
  });

  it('says which kinds of model can be explained where one cannot', async () => {
    const bundle = join(folder, 'naive-model');
    await expectFine(['train', '--input', history, '--backend', 'naive', '--no-gates', '--out', bundle]);
    const run = await dqs(['explain', '--model', bundle, '--dataset', 'x', '--rule', '1']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('lightgbm, xgboost, ridge') });
  });
});

describe('dqs features list', () => {
  it('says of every feature its group, what it is and whether it moves with time', async () => {
    const text = await expectFine(['features', 'list']);
    expect(text).toMatch(/^group +feature +what it is +moves with time +by default\n/);
    expect(text).toMatch(/^holidays +is_holiday +whether the target day is a public holiday .* +yes +no$/m);
    expect(text).toMatch(/^extended +lag_7_day +pass percentage one week before +no +yes$/m);
    expect(text).toMatch(/^position +horizon +days from the last known day to the target day +yes +yes$/m);
    const { spec, features } = JSON.parse(await expectFine(['features', 'list', '--spec', 'classic', '--json'])) as {
      spec: string;
      features: object[];
    };
    expect(spec).toBe('classic');
    expect(features).toHaveLength(11);
    expect(features[4]).toEqual({
      group: 'classic',
      name: 'lag_1_day',
      meaning: 'pass percentage one day before',
      kind: 'numeric',
      movesWithTime: false,
      isDefault: true,
    });
  });
});

describe('dqs features export', () => {
  it('writes the rows of a training: every row of the history, in two sets, missing as empty', async () => {
    const out = join(folder, 'features.csv');
    const text = await expectFine(['features', 'export', '--input', history, '--spec', 'classic', '--out', out]);
    const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(header).toBe(
      'business_date,set,day_of_week,day_of_month,week_of_year,month,lag_1_day,lag_2_day,lag_7_day,ma_3_day,ma_7_day,' +
        'dataset_uuid,rule_code,target,weight',
    );
    const sets = rows.map((row) => row.split(',')[1]);
    const count = (set: string) => sets.filter((one) => one === set).length;
    expect(text).toContain(`${count('train')} training and ${count('test')} test rows of 11 features`);
    expect(new Set(sets)).toEqual(new Set(['train', 'test']));
    expect(count('train')).toBeGreaterThan(2 * count('test'));
    expect(rows[0]!.split(',')[6]).toBe('');
  });

  it('has the groups of the calendar that are added, with their parameters', async () => {
    const out = join(folder, 'calendar.csv');
    const events = join(folder, 'events.csv');
    writeFileSync(events, 'date,name\n2024-05-04,release\n');
    const added = ['--groups', '+holidays', '+events', '--country', 'DE', '--events', events];
    await expectFine(['features', 'export', '--input', history, ...added, '--out', out]);
    const [header, row] = readFileSync(out, 'utf8').split('\n', 2);
    expect(header).toContain(
      ',horizon,is_holiday,days_since_holiday,days_to_holiday,days_since_event,days_to_event,dataset',
    );
    expect(row!.split(',')).toHaveLength(header!.split(',').length);
    const bad = await dqs(['backtest', '--input', history, '--groups', '+holidays', '--country', 'XX']);
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('ISO 3166-1 code in capitals') });
  });
});
