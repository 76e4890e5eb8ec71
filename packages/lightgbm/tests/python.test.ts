import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Booster } from '../src/index.js';

interface Predictions {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly normal: readonly number[];
  readonly raw: readonly number[];
  readonly leaf: readonly number[];
  readonly contributions: readonly number[];
}

interface Golden {
  readonly models: readonly (Predictions & { readonly name: string; readonly text: string })[];
  readonly golden: Predictions;
}

const fixture = (name: string): string => readFileSync(resolve(__dirname, 'fixtures', name), 'utf8');
/** Created by fixtures/python/make_golden.py with Python LightGBM itself. */
const PYTHON = JSON.parse(fixture('python/models.json')) as Golden;

const TYPES = ['normal', 'raw', 'leaf', 'contributions'] as const;

function expectSame(model: Booster, { rows, ...expected }: Predictions): void {
  const data = Float64Array.from(rows.flat(), (value) => value ?? NaN);
  const matrix = { data, rows: rows.length, columns: rows[0]!.length, layout: 'row' as const };
  for (const type of TYPES) {
    const predicted = model.predictSync(matrix, { type });
    expect(predicted).toHaveLength(expected[type].length);
    predicted.forEach((value, i) => {
      // Both compute in doubles; only the order of a few additions may differ.
      expect(Math.abs(value - expected[type][i]!)).toBeLessThanOrEqual(1e-12);
    });
  }
}

describe('Python LightGBM and this package', () => {
  it.each(PYTHON.models.map(({ name }) => name))('agree on a model that Python trained: %s', (name) => {
    const one = PYTHON.models.find((model) => model.name === name)!;
    const model = Booster.fromString(one.text);
    expectSame(model, one);
    model.close();
  });

  it('agree on a model that this package trained', () => {
    const model = Booster.fromString(fixture('golden-model.txt'));
    expectSame(model, PYTHON.golden);
    model.close();
  });
});
