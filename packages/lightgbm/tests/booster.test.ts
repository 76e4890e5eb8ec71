import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Booster, Dataset, train } from '../src/index.js';
import type { Matrix, PredictOptions } from '../src/index.js';
import { DETERMINISTIC, binary, classes, differences, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(41, 1000);
const target = binary(label);
const featureNames = ['a', 'b', 'c', 'd', 'shop'];
const few = columns.map((column) => column.subarray(0, 40));
let booster: Booster;
let threeClasses: Booster;

beforeAll(async () => {
  const data = await Dataset.fromColumns(columns, { label: target, categoricalFeatures: categorical, featureNames });
  booster = (await train({ ...DETERMINISTIC, objective: 'binary', num_leaves: 9 }, data, { rounds: 20 })).booster;
  const other = await Dataset.fromColumns(columns, { label: classes(label, 3), categoricalFeatures: categorical });
  const params = { ...DETERMINISTIC, objective: 'multiclass', num_class: 3, num_leaves: 5 };
  threeClasses = (await train(params, other, { rounds: 6 })).booster;
});

describe('Booster', () => {
  it('knows its shape and names', () => {
    expect([booster.numFeatures, booster.numClasses, booster.numIterations, booster.numTrees]).toEqual([5, 1, 20, 20]);
    expect(booster.featureNames).toEqual(featureNames);
    expect([threeClasses.numClasses, threeClasses.numIterations, threeClasses.numTrees]).toEqual([3, 6, 18]);
    expect(booster.loadedParams).toMatchObject({ objective: 'binary', num_leaves: 9, deterministic: true });
  });

  it('survives the round trip through its text, bit for bit', async () => {
    for (const model of [booster, threeClasses]) {
      const copy = Booster.fromString(model.toString());
      expect(copy.toString()).toBe(model.toString());
      for (const type of ['normal', 'raw', 'leaf', 'contributions'] as const) {
        expect(differences(await copy.predict(columns, { type }), await model.predict(columns, { type }))).toBe(0);
      }
    }
  });

  it('writes part of itself', () => {
    const part = Booster.fromString(booster.toString({ startIteration: 5, numIterations: 10 }));
    const raw = (options: PredictOptions): Float64Array => booster.predictSync(few, { type: 'raw', ...options });
    expect(part.numIterations).toBe(10);
    expect(differences(part.predictSync(few, { type: 'raw' }), raw({ startIteration: 5, numIterations: 10 }))).toBe(0);
    expect(booster.toString({ importanceType: 'gain' })).not.toBe(booster.toString());
  });

  it('dumps its trees as data', () => {
    const json = booster.dumpJson() as { tree_info: { num_leaves: number }[]; feature_names: string[] };
    expect(json.feature_names).toEqual(featureNames);
    expect(json.tree_info).toHaveLength(20);
    const splits = json.tree_info.reduce((sum, tree) => sum + tree.num_leaves - 1, 0);
    expect(booster.featureImportance().reduce((sum, count) => sum + count, 0)).toBe(splits);
    expect(booster.featureImportance('gain')[0]).toBeGreaterThan(booster.featureImportance('gain')[3] as number);
    expect(booster.featureImportance('split', 1).reduce((sum, count) => sum + count, 0)).toBe(
      (json.tree_info[0]?.num_leaves ?? 0) - 1,
    );
  });

  it('returns contributions that add up to the raw score, for every class', async () => {
    for (const model of [booster, threeClasses]) {
      const raw = await model.predict(columns, { type: 'raw' });
      const shares = await model.predict(columns, { type: 'contributions' });
      const width = shares.length / raw.length;
      expect(width).toBe(6);
      raw.forEach((score, i) => {
        const sum = shares.subarray(i * width, (i + 1) * width).reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(score, 9);
      });
    }
  });

  it('returns leaf numbers whose values add up to the raw score', async () => {
    const leaves = await threeClasses.predict(few, { type: 'leaf' });
    const raw = await threeClasses.predict(few, { type: 'raw' });
    expect(leaves).toHaveLength(40 * 18);
    for (let i = 0; i < raw.length; i++) {
      const [row, k] = [Math.floor(i / 3), i % 3];
      let sum = 0;
      for (let t = k; t < 18; t += 3) sum += threeClasses.getLeafValue(t, leaves[row * 18 + t] as number);
      expect(sum).toBe(raw[i]);
    }
  });

  it('predicts probabilities that add up to one', async () => {
    const probabilities = await threeClasses.predict(columns);
    for (let i = 0; i < probabilities.length; i += 3) {
      expect((probabilities[i] ?? 0) + (probabilities[i + 1] ?? 0) + (probabilities[i + 2] ?? 0)).toBeCloseTo(1, 12);
    }
  });

  it('predicts the same for any number of threads, concurrently or one after another', async () => {
    const whole = await booster.predict(columns);
    const many = await Promise.all(
      [1, 2, 3, 8].flatMap((threads) =>
        (['flat', 'lightgbm'] as const).map((engine) => booster.predict(columns, { threads, engine })),
      ),
    );
    for (const one of many) expect(differences(one, whole)).toBe(0);
    const ranges = await Promise.all(
      [1, 5, 9].map((numIterations) => booster.predict(columns, { numIterations, engine: 'lightgbm' })),
    );
    ranges.forEach((one, i) =>
      expect(differences(one, booster.predictSync(columns, { numIterations: 1 + 4 * i }))).toBe(0),
    );
  });

  it("fills the caller's array", async () => {
    const out = new Float64Array(40);
    expect(await booster.predict(few, { out })).toBe(out);
    expect(differences(out, booster.predictSync(few))).toBe(0);
    await expectError(
      () => booster.predict(few, { out: new Float64Array(41) }),
      'invalid-argument',
      'length 41, expected 40',
    );
    await expectError(() => booster.predict(few, { out: [] as never }), 'invalid-argument', 'Float64Array');
  });

  it('fails when the array to fill is transferred away meanwhile', async () => {
    const out = new Float64Array(40);
    const pending = booster.predict(few, { out });
    structuredClone(out, { transfer: [out.buffer] });
    await expectError(() => pending, 'invalid-argument', 'out: the buffer is detached');
  });

  it('predicts no rows', async () => {
    expect(await booster.predict(columns.map(() => new Float64Array()))).toHaveLength(0);
    expect(
      booster.predictSync({ data: new Float64Array(), rows: 0, columns: 5 }, { type: 'contributions' }),
    ).toHaveLength(0);
  });

  it('predicts sparse rows like dense ones', async () => {
    const csr = {
      indptr: Int32Array.of(0, 2, 2, 3),
      indices: Int32Array.of(0, 4, 1),
      values: Float64Array.of(3, 2, NaN),
      columns: 5,
    };
    const dense = [
      [3, 0, 0],
      [0, 0, NaN],
      [0, 0, 0],
      [0, 0, 0],
      [2, 0, 0],
    ].map((column) => Float64Array.from(column));
    for (const type of ['normal', 'leaf', 'contributions'] as const) {
      expect(differences(await booster.predictCsr(csr, { type }), await booster.predict(dense, { type }))).toBe(0);
    }
    await expectError(
      () => booster.predictCsr({ ...csr, columns: 6 }),
      'invalid-argument',
      'got 6, the model was trained on 5',
    );
  });

  it('stops predicting a row once its margin is large, on request', async () => {
    const approximate = await booster.predict(columns, { type: 'raw', earlyStop: { everyIterations: 2, margin: 0.5 } });
    const exact = await booster.predict(columns, { type: 'raw' });
    expect(differences(approximate, exact)).toBeGreaterThan(0);
    // LightGBM's margin of a binary score is twice its size; a row below it went through all trees.
    approximate.forEach((score, i) => expect(score === exact[i] || 2 * Math.abs(score) > 0.5).toBe(true));
    const bad = { engine: 'flat', earlyStop: { everyIterations: 2, margin: 1 } } as const;
    await expectError(() => booster.predict(few, bad), 'invalid-argument', 'earlyStop');
  });

  it('has bounds that no prediction exceeds, and leaves that can be changed', () => {
    const copy = Booster.fromString(booster.toString());
    const raw = copy.predictSync(columns, { type: 'raw' });
    expect(Math.min(...raw)).toBeGreaterThanOrEqual(copy.lowerBound);
    expect(Math.max(...raw)).toBeLessThanOrEqual(copy.upperBound);
    const value = copy.getLeafValue(0, 0);
    copy.setLeafValue(0, 0, value + 1);
    const moved = copy.predictSync(columns, { type: 'raw' });
    expect(differences(moved, raw)).toBeGreaterThan(0);
    copy.setLeafValue(0, 0, value);
    expect(differences(copy.predictSync(columns, { type: 'raw' }), raw)).toBe(0);
  });

  it('refits its leaves to new data, keeping its splits', async () => {
    const flipped = target.map((value) => 1 - value);
    const refitted = await booster.refit(columns, flipped, { decayRate: 0 });
    const splits = (model: Booster): Float64Array => model.predictSync(columns, { type: 'leaf' });
    expect(differences(splits(refitted), splits(booster))).toBe(0);
    const agreement = refitted
      .predictSync(columns, { type: 'raw' })
      .reduce((sum, score, i) => sum + score * (flipped[i] === 1 ? 1 : -1), 0);
    expect(agreement).toBeGreaterThan(0);
    const kept = await booster.refit(columns, flipped, { decayRate: 1 });
    expect(differences(kept.predictSync(columns), booster.predictSync(columns))).toBe(0);
    await expectError(() => booster.refit(columns, flipped, { decayRate: 2 }), 'invalid-argument', '0 to 1');
    expect((await threeClasses.refit(columns, classes(label, 3))).numTrees).toBe(18);
  });

  it('merges and shuffles', async () => {
    const [a, b] = [Booster.fromString(booster.toString()), Booster.fromString(booster.toString())];
    const raw = a.predictSync(columns, { type: 'raw' });
    a.mergeFrom(b);
    a.shuffleModels(0, 10);
    expect(a.numIterations).toBe(40);
    a.predictSync(columns, { type: 'raw' }).forEach((score, i) => expect(score).toBeCloseTo(2 * (raw[i] as number), 9));
    await expectError(() => a.mergeFrom(threeClasses), 'invalid-argument', 'number of features or classes');
  });

  it('refuses wrong rows and options', async () => {
    const wrong: [unknown, object | undefined, string][] = [
      [few.slice(1), undefined, 'columns: got 4, the model was trained on 5'],
      [{ data: new Float64Array(12), rows: 2, columns: 6 }, undefined, 'got 6, the model was trained on 5'],
      [null, undefined, 'rows: expected an array of columns'],
      [few, { typ: 'raw' }, 'unknown option "typ"; did you mean "type"'],
      [few, { type: 'rwa' }, 'did you mean "raw"'],
      [few, { engine: 'gpu' }, 'engine: expected one of'],
      [few, { engine: 'flat', type: 'leaf' }, 'only normal and raw'],
      [few, { threads: 1e9 }, 'threads: expected an integer up to 256'],
      [few, { startIteration: -1 }, 'startIteration'],
      [few, { numIterations: 2.5 }, 'numIterations'],
      [few, { numIterations: 1e300 }, 'numIterations'],
    ];
    for (const [rows, options, message] of wrong) {
      await expectError(
        () => booster.predict(rows as Matrix, options as PredictOptions),
        'invalid-argument',
        new RegExp(message),
      );
      await expectError(() => booster.predictSync(rows as Matrix, options as PredictOptions), 'invalid-argument');
    }
    await expectError(() => booster.predict(few, { signal: AbortSignal.abort() }), 'aborted');
    await expectError(() => booster.getLeafValue(99, 0), 'invalid-argument', 'tree');
    await expectError(() => booster.getLeafValue(0, 99), 'lightgbm');
    await expectError(() => booster.setLeafValue(0, 0, NaN), 'invalid-argument', 'value');
    await expectError(() => booster.featureImportance('size' as 'gain'), 'invalid-argument');
    await expectError(() => booster.mergeFrom(3 as never), 'invalid-argument', 'expected a Booster, got 3');
  });

  it('refuses to change or close while a call uses it', async () => {
    const copy = Booster.fromString(booster.toString());
    const pending = copy.predict(columns);
    await expectError(() => copy.setLeafValue(0, 0, 1), 'busy');
    await expectError(() => copy.close(), 'busy');
    expect(copy.predictSync(few)).toHaveLength(40);
    await pending;
    copy.close();
    copy.close();
    await expectError(() => copy.numTrees, 'closed');
    await expectError(() => copy.predict(few), 'closed');
    await expectError(() => copy.toString(), 'closed');
  });

  it('cannot be created from other texts', async () => {
    for (const text of ['garbage', 'tree\n', booster.toString().slice(0, 2000), `${booster.toString()}\0`]) {
      await expectError(() => Booster.fromString(text), text.includes('\0') ? 'invalid-argument' : 'invalid-model');
    }
    await expectError(() => Booster.fromString(7 as never), 'invalid-argument', 'expected a non-empty string, got 7');
  });
});

describe('model files', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dqs-lightgbm-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('hold the text, appear whole and are read back', async () => {
    const path = join(folder, 'model.txt');
    await writeFile(path, 'an old file');
    await booster.save(path);
    expect(await readFile(path, 'utf8')).toBe(booster.toString());
    expect((await Booster.fromFile(path)).toString()).toBe(booster.toString());
    expect(await readdir(folder)).toEqual(['model.txt']);
    await expect(booster.save(join(folder, 'no', 'model.txt'))).rejects.toThrow('ENOENT');
    await expectError(() => Booster.fromFile(join(folder, 'none.txt')), 'invalid-argument', 'cannot read');
  });

  it('with Windows line ends are read too', () => {
    const windows = booster
      .toString()
      .replaceAll('\n', '\r\n')
      .replace(/^tree_sizes=.*\r\n/m, '');
    expect(differences(Booster.fromString(windows).predictSync(columns), booster.predictSync(columns))).toBe(0);
  });
});
