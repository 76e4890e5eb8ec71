import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Booster, TreeEnsemble } from '../src/index.js';
import type { PredictionType } from '../src/index.js';
import { golden } from './support/golden.js';
import { largestGap } from './support/models.js';

interface GoldenCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly (readonly (number | null)[])[];
  readonly model: string;
  readonly ubj: string | null;
  readonly value: number[];
  readonly margin: number[];
  readonly contributions: number[];
  readonly leaf?: number[];
  readonly range?: number[];
  readonly gain: Record<string, number> | null;
  readonly weight: Record<string, number> | null;
}

const fixtures = resolve(__dirname, 'fixtures');
const read = <T>(file: string): T => JSON.parse(readFileSync(resolve(fixtures, file), 'utf8')) as T;
const { cases } = read<{ cases: GoldenCase[] }>('python/models.json');
const toColumns = (columns: GoldenCase['columns']) =>
  columns.map((column) => Float32Array.from(column, (value) => value ?? NaN));

/** The results are Float32 of the same arithmetic; 1e-6 allows for another order of the same additions. */
const FLOAT = 1e-6;

describe.each(cases.map((one) => [one.name, one] as const))("Python's model %s", (name, one) => {
  const rows = toColumns(one.columns);
  const forms: [string, Uint8Array][] = [['JSON', new TextEncoder().encode(one.model)]];
  if (one.ubj !== null) forms.push(['UBJSON', Buffer.from(one.ubj, 'base64')]);

  it.each(forms)('as %s gives the predictions of Python', async (_, bytes) => {
    const booster = Booster.load(bytes);
    const expected: [PredictionType, number[] | undefined][] = [
      ['value', one.value],
      ['margin', one.margin],
      ['contributions', one.contributions],
      ['leaf', one.leaf],
    ];
    for (const [type, numbers] of expected) {
      if (numbers === undefined) continue;
      expect([type, largestGap(booster.predictSync(rows, { type }), numbers)]).toEqual([type, expect.closeTo(0, 5)]);
      expect(largestGap(await booster.predict(rows, { type }), numbers)).toBeLessThan(FLOAT);
    }
    if (name !== 'linear' && name !== 'dart') {
      for (const type of ['value', 'margin'] as const) {
        const own = booster.predictSync(rows, { type, engine: 'xgboost' });
        expect([type, booster.predictSync(rows, { type, engine: 'flat' })]).toEqual([type, own]);
      }
    }
    if (one.range) expect(largestGap(booster.predictSync(rows, { iterations: [1, 3] }), one.range)).toBeLessThan(FLOAT);
    booster.close();
  });

  it('gives the importances of Python', () => {
    if (one.gain === null || one.weight === null) return expect(name).toBe('linear');
    const booster = Booster.load(one.model);
    const names = booster.featureNames as string[];
    for (const [type, expected] of [
      ['total_gain', one.gain],
      ['weight', one.weight],
    ] as const) {
      const importance = booster.featureImportance(type);
      names.forEach((column, i) => expect(importance[i]).toBeCloseTo(expected[column] ?? 0, 2));
    }
    return booster.close();
  });

  it('has trees whose double sums equal the margins and contributions of Python', () => {
    if (name === 'linear') return expect(() => TreeEnsemble.from(one.model)).toThrow('expected trees');
    for (const [, bytes] of forms) {
      const trees = TreeEnsemble.from(bytes);
      // Python sums in Float32: a few units in the last place of the largest margin.
      expect(largestGap(trees.marginsSync(rows), one.margin)).toBeLessThan(3e-6);
      expect(largestGap(trees.contributionsSync(rows), one.contributions)).toBeLessThan(2e-5);
      trees.close();
    }
    return undefined;
  });
});

describe('our own model', () => {
  const model = readFileSync(resolve(fixtures, 'own/model.json'));
  const rows = toColumns(read<GoldenCase['columns']>('own/rows.json'));
  const python = read<Record<'value' | 'margin' | 'leaf' | 'contributions', number[]>>('own/predictions.json');

  it('gives the same predictions in Python', () => {
    const booster = Booster.load(model);
    for (const type of ['value', 'margin', 'leaf', 'contributions'] as const) {
      expect(largestGap(booster.predictSync(rows, { type }), python[type])).toBeLessThan(FLOAT);
    }
    booster.close();
  });

  it('is retrained to the same bytes, except the version of the library', async () => {
    const again = await golden();
    const withoutVersion = (bytes: Uint8Array) =>
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/"version":\[.*?\]/, '');
    expect(withoutVersion(again.model.save('json'))).toBe(withoutVersion(model));
  });
});
