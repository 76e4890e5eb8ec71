import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Booster, Dataset, cv, train } from '../src/index.js';
import type { CvResult, FieldOptions } from '../src/index.js';
import { itOfTheDefaultRelease } from './support/release.js';

/** Created by fixtures/python/make_training.py with Python LightGBM itself. */
interface Golden {
  readonly rows: readonly (readonly number[])[];
  readonly label: readonly number[];
  readonly relevance: readonly number[];
  readonly group: readonly number[];
  readonly position: readonly number[];
  readonly rates: readonly number[];
  readonly scheduled: string;
  readonly unbiased: string;
  readonly framed: string;
  readonly folds: readonly (readonly number[])[];
  readonly cv: Readonly<Record<string, readonly number[]>>;
  readonly cvStopped: Readonly<Record<string, readonly number[]>>;
}

const PYTHON = JSON.parse(readFileSync(resolve(__dirname, 'fixtures/python/training.json'), 'utf8')) as Golden;
const PARAMS = { num_threads: 1, seed: 1, deterministic: true, force_row_wise: true, num_leaves: 5 };

const data = (fields: FieldOptions): Promise<Dataset> =>
  Dataset.fromMatrix(
    { data: Float64Array.from(PYTHON.rows.flat()), rows: PYTHON.rows.length, columns: 3, layout: 'row' },
    fields,
  );

/** The model without its importances and parameters. */
const trees = (booster: Booster): string => booster.toString().split('\nend of trees')[0] ?? '';

describe('Python LightGBM and this package train the same model, digit by digit,', () => {
  itOfTheDefaultRelease('with a learning rate for each round', async () => {
    const dataset = await data({ label: PYTHON.label });
    const { rates } = PYTHON;
    const params = { ...PARAMS, objective: 'regression' };
    const { booster } = await train(params, dataset, { rounds: rates.length, learningRates: rates });
    expect(trees(booster)).toBe(PYTHON.scheduled);
  });

  itOfTheDefaultRelease('with positions that lambdarank corrects for', async () => {
    const { relevance, group, position } = PYTHON;
    const dataset = await data({ label: relevance, group, position });
    const { booster } = await train({ ...PARAMS, objective: 'lambdarank' }, dataset, { rounds: 6 });
    expect(trees(booster)).toBe(PYTHON.unbiased);
    const plain = await train({ ...PARAMS, objective: 'lambdarank' }, await data({ label: relevance, group }), {
      rounds: 6,
    });
    expect(trees(plain.booster)).not.toBe(PYTHON.unbiased);
  });
});

describe('Python LightGBM and this package cross-validate alike', () => {
  const rows = PYTHON.rows.map((_, row) => row);
  const folds = PYTHON.folds.map((valid) => ({ train: rows.filter((row) => !valid.includes(row)), valid }));

  /** Both add the same numbers; a mean may round its last bits differently. */
  function expectSame(result: CvResult, expected: Golden['cv']): void {
    expect(Object.keys(expected)).toHaveLength(2 * Object.keys(result.history['valid'] ?? {}).length);
    for (const [metric, series] of Object.entries(result.history['valid'] ?? {})) {
      for (const kind of ['mean', 'stdv'] as const) {
        const python = expected[`valid ${metric}-${kind}`] ?? [];
        expect(series[kind]).toHaveLength(python.length);
        series[kind].forEach((value, i) => expect(Math.abs(value - python[i]!)).toBeLessThanOrEqual(1e-13));
      }
    }
  }

  it('over given folds, mean and standard deviation of every iteration', async () => {
    const params = { ...PARAMS, objective: 'regression', metric: ['l2', 'l1'] };
    const result = await cv(params, await data({ label: PYTHON.label }), { rounds: 12, folds });
    expectSame(result, PYTHON.cv);
    expect([result.stopped, result.bestIteration, result.boosters.length]).toEqual(['rounds', 12, 3]);
  });

  it('with early stopping on the means', async () => {
    const label = PYTHON.label.map((value) => (value > 0 ? 1 : 0));
    const params = { ...PARAMS, objective: 'binary', metric: ['binary_logloss', 'auc'], learning_rate: 0.5 };
    const result = await cv(params, await data({ label }), { rounds: 200, folds, earlyStopping: { rounds: 4 } });
    expectSame(result, PYTHON.cvStopped);
    expect(result.stopped).toBe('early');
    expect(result.boosters.map(({ bestIteration }) => bestIteration)).toEqual(Array(3).fill(result.bestIteration));
  });
});

describe('the categories that Python LightGBM appends to a model', () => {
  const line = '\npandas_categorical:[["b\\u00e4r", "x y"]]\n';

  it('are kept byte for byte by texts and exposed', () => {
    const booster = Booster.fromString(PYTHON.framed);
    expect(PYTHON.framed.endsWith(line)).toBe(true);
    expect(booster.toString().endsWith(`\nend of parameters\n${line}`)).toBe(true);
    expect(booster.pandasCategorical).toEqual([['bär', 'x y']]);
    expect(booster.dumpJson()['pandas_categorical']).toEqual([['bär', 'x y']]);
    expect(Booster.fromString(booster.toString()).toString()).toBe(booster.toString());
  });

  it('stay with a model that is refitted or trained further', async () => {
    const booster = Booster.fromString(PYTHON.framed);
    const rows = [Float64Array.of(1, -1, 0.5, 2), Float64Array.of(0, 1, 1, 0)];
    const again = await booster.refit(rows, [1, 0, 1, 0]);
    expect(again.toString().endsWith(line)).toBe(true);
    const dataset = await Dataset.fromColumns(rows, { label: [1, 0, 1, 0], keepData: true });
    const more = await train({ objective: 'binary' }, dataset, { rounds: 1, initModel: booster });
    expect(more.booster.toString().endsWith(line)).toBe(true);
  });

  it('are null when there are none, and an error when they are not a list of lists', () => {
    const model = PYTHON.framed.slice(0, -line.length);
    const withLine = (json: string): Booster => Booster.fromString(`${model}\npandas_categorical:${json}\n`);
    expect(Booster.fromString(model).pandasCategorical).toBeNull();
    expect(withLine('null').pandasCategorical).toBeNull();
    expect(withLine('null').toString().endsWith('\npandas_categorical:null\n')).toBe(true);
    for (const wrong of ['{}', '[1]', '[[NaN]]', '']) {
      expect(() => withLine(wrong).pandasCategorical).toThrow(expect.objectContaining({ code: 'invalid-model' }));
    }
  });
});
