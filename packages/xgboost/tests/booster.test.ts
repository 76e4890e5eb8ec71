import { Booster, DMatrix, train } from '../src/index.js';
import type { ImportanceType, ModelFormat, PredictionType, PredictOptions } from '../src/index.js';
import { differences, table } from './support/data.js';
import { expectError } from './support/errors.js';
import { largestGap, LOGISTIC, smallModel, toDMatrix } from './support/models.js';
import { treesOf } from './support/shapley.js';

describe('a Booster', () => {
  it('saves and loads as JSON and UBJSON with the same bits', async () => {
    const { booster, data } = await smallModel();
    const expected = booster.predictSync(data.columns, { type: 'margin' });
    for (const format of ['json', 'ubj'] as const) {
      const bytes = booster.save(format);
      const loaded = Booster.load(bytes);
      expect(differences(loaded.predictSync(data.columns, { type: 'margin' }), expected)).toBe(0);
      expect(Buffer.from(loaded.save(format)).equals(bytes)).toBe(true);
    }
    expect(Booster.load(Buffer.from(booster.save('json')).toString('utf8')).numRounds).toBe(5);
    expect(booster.save('ubj').length).toBeLessThan(booster.save('json').length);
  });

  it('knows its columns, rounds and attributes, and keeps them in its file', async () => {
    const data = table(4, 300, 2, 1, 5);
    const dmatrix = await toDMatrix(data, { featureNames: ['a', 'b', 'kind'], categoricalFeatures: ['kind'] });
    const { booster } = await train(LOGISTIC, dmatrix, { rounds: 3 });
    booster.setAttribute('note', 'größer');
    booster.setAttribute('gone', 'x');
    booster.setAttribute('gone', undefined);
    for (const one of [booster, Booster.load(booster.save('ubj'))]) {
      expect(one.featureNames).toEqual(['a', 'b', 'kind']);
      expect(one.featureTypes).toEqual(['q', 'q', 'c']);
      expect([one.numFeatures, one.numRounds, one.numGroups, one.bestIteration]).toEqual([3, 3, 1, 0]);
      expect(one.attributes).toEqual({ note: 'größer' });
    }
    const plain = await train(
      LOGISTIC,
      await DMatrix.from([dmatrix.getField('label')], { label: [...data.label].map(() => 1) }),
    );
    expect([plain.booster.featureNames, plain.booster.featureTypes]).toEqual([undefined, undefined]);
  });

  it('predicts the same from a matrix and a DMatrix, synchronously or not, on any number of threads', async () => {
    const { booster, data } = await smallModel();
    const dmatrix = await toDMatrix(data);
    for (const type of ['value', 'margin', 'leaf', 'contributions'] as PredictionType[]) {
      const expected = booster.predictSync(data.columns, { type, threads: 1 });
      for (const threads of [1, 2, 5]) {
        expect(differences(booster.predictSync(dmatrix, { type, threads }), expected)).toBe(0);
        expect(differences(await booster.predict(data.columns, { type, threads }), expected)).toBe(0);
        expect(differences(await booster.predict(dmatrix, { type, threads }), expected)).toBe(0);
      }
    }
  });

  it('returns documented shapes, with contributions that add up to Float32 precision', async () => {
    const { booster, data } = await smallModel();
    const margin = booster.predictSync(data.columns, { type: 'margin' });
    const parts = booster.predictSync(data.columns, { type: 'contributions' });
    expect([margin.length, parts.length]).toEqual([600, 600 * 5]);
    expect(booster.predictSync(data.columns, { type: 'leaf' })).toHaveLength(600 * 5);
    const sums = margin.map((_, row) => parts.slice(row * 5, row * 5 + 5).reduce((a, b) => a + b, 0));
    expect(largestGap(sums, margin)).toBeLessThan(1e-5);
    expect(booster.predictSync(data.columns.map((column) => column.subarray(0, 0)))).toHaveLength(0);
  });

  it('predicts many rows in blocks like few rows', async () => {
    const { booster, data } = await smallModel();
    const rows = 150_001;
    const tiled = data.columns.map((column) => Float32Array.from({ length: rows }, (_, i) => column[i % 600]!));
    const few = booster.predictSync(data.columns, { engine: 'xgboost' });
    for (const engine of ['xgboost', 'flat', 'auto'] as const) {
      const many = await booster.predict(tiled, { engine });
      expect(many.every((value, i) => Object.is(value, few[i % 600]))).toBe(true);
    }
  });

  it('predicts with XGBoost what has no flat form, and says so where that is asked for', async () => {
    const tall = (columns: Float64Array[]) =>
      columns.map((column) => Float64Array.from({ length: 3000 }, (_, i) => column[i % 600]!));
    for (const params of [
      { ...LOGISTIC, booster: 'dart', rate_drop: 0.5 },
      { objective: 'reg:squarederror', booster: 'gblinear' },
    ]) {
      const { booster, data } = await smallModel(params);
      const rows = tall(data.columns);
      const own = booster.predictSync(rows, { engine: 'xgboost' });
      expect(differences(booster.predictSync(rows), own)).toBe(0);
      const flat = () => booster.predict(rows, { engine: 'flat' });
      await expectError(flat, 'invalid-argument', /engine: this model can only be predicted by XGBoost/);
    }
    const { booster, data } = await smallModel();
    const dmatrix = await toDMatrix(data);
    await expectError(() => booster.predict(dmatrix, { engine: 'flat' }), 'invalid-argument', /these rows/);
  });

  it('predicts with a range of rounds, and slices itself', async () => {
    const { booster, data } = await smallModel();
    const part = booster.predictSync(data.columns, { type: 'margin', iterations: [1, 4] });
    const slice = booster.slice(1, 4);
    expect(slice.numRounds).toBe(3);
    expect(differences(slice.predictSync(data.columns, { type: 'margin' }), part)).toBe(0);
    booster.close();
    expect(slice.numRounds).toBe(3);
  });

  it('counts importance according to its trees', async () => {
    const { booster } = await smallModel();
    const splits = new Array<number>(4).fill(0);
    for (const tree of treesOf(booster.save('json'))) {
      tree.left_children.forEach((left, node) => left !== -1 && (splits[tree.split_indices[node]!]! += 1));
    }
    expect(Array.from(booster.featureImportance('weight'))).toEqual(splits);
    const [gain, total] = [booster.featureImportance('gain'), booster.featureImportance('total_gain')];
    total.forEach((sum, i) => expect(gain[i]! * splits[i]!).toBeCloseTo(sum, 3));
    expect(booster.featureImportance()).toEqual(gain);
    expect(booster.featureImportance('cover').every((cover) => cover > 0)).toBe(true);
  });

  it('stops a prediction when the signal fires', async () => {
    const { booster } = await smallModel();
    const columns = Array.from({ length: 4 }, () => new Float32Array(3_000_000));
    const stop = new AbortController();
    const running = booster.predict(columns, { signal: stop.signal });
    stop.abort();
    await expectError(() => running, 'aborted');
  });

  it('admits quick calls while it predicts', async () => {
    const { booster } = await smallModel();
    const columns = Array.from({ length: 4 }, () => new Float32Array(1_000_000));
    let done = false;
    const running = booster.predict(columns, { engine: 'xgboost' }).finally(() => (done = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(booster.save('ubj').length).toBeGreaterThan(100);
    expect(done).toBe(false);
    await running;
  });

  it.each<[string, (booster: Booster, columns: Float64Array[]) => unknown, RegExp]>([
    ['another number of columns', (b, c) => b.predictSync(c.slice(1)), /got 3, the model was trained on 4/],
    ['an unknown type', (b, c) => b.predictSync(c, { type: 'prob' as PredictionType }), /expected one of/],
    ['rounds it has not', (b, c) => b.predictSync(c, { iterations: [0, 9] }), /from 0 to 5/],
    ['an empty range', (b, c) => b.predictSync(c, { iterations: [3, 3] }), /not after the start/],
    ['a range that is none', (b, c) => b.predictSync(c, { iterations: 3 as never }), /\[begin, end\]/],
    ['a misspelt option', (b, c) => b.predictSync(c, { iteration: 1 } as PredictOptions), /did you mean "iterations"/],
    ['an unknown format', (b) => b.save('txt' as ModelFormat), /expected one of json, ubj/],
    ['an unknown importance', (b) => b.featureImportance('gains' as ImportanceType), /did you mean "gain"/],
    ['an attribute that is no text', (b) => b.setAttribute('a', 3 as never), /expected a string/],
    ['a best round it has not', (b) => (b.bestIteration = 6), /from 0 to 5/],
    ['an impossible slice', (b) => b.slice(4, 2), /not after the start/],
    ['an unknown engine', (b, c) => b.predictSync(c, { engine: 'fast' as 'flat' }), /engine: expected one of/],
    [
      'leaves of the flat form',
      (b, c) => b.predictSync(c, { engine: 'flat', type: 'leaf' }),
      /only be predicted by XGB/,
    ],
    ['rows that are none', (b) => b.predictSync(undefined as never), /expected an array of columns/],
  ])('refuses %s', async (_, use, text) => {
    const { booster, data } = await smallModel();
    await expectError(() => use(booster, data.columns), 'invalid-argument', text);
  });

  it('can be closed repeatedly and is unusable afterwards', async () => {
    const { booster, data } = await smallModel();
    const running = booster.predict(data.columns);
    booster.close();
    booster.close();
    expect(await running).toHaveLength(600);
    for (const use of [
      () => booster.predictSync(data.columns),
      () => booster.predict(data.columns),
      () => booster.save(),
      () => booster.slice(0, 1),
      () => booster.numRounds,
      () => booster.featureNames,
      () => booster.attributes,
      () => booster.featureImportance(),
    ]) {
      await expectError(use, 'closed', /Booster is closed/);
    }
  });
});
