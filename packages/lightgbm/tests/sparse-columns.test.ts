import fc from 'fast-check';
import { Dataset, train } from '../src/index.js';
import type { CscMatrix } from '../src/index.js';
import { DETERMINISTIC, binary, differences, random, table } from './support/data.js';
import { expectError } from './support/errors.js';

/** Columns as compressed sparse columns, the rows of each in a seeded order. */
function toCsc(columns: readonly Float64Array[], seed: number, f32 = false): CscMatrix {
  const next = random(seed);
  const kept = columns.map((column) => {
    const rows = [...column.keys()].filter((row) => column[row] !== 0);
    return rows.map((row) => [next(), row] as const).sort(([a], [b]) => a - b);
  });
  const ends = kept.map((rows, i) => kept.slice(0, i + 1).reduce((sum, one) => sum + one.length, 0));
  const values = kept.flatMap((rows, c) => rows.map(([, row]) => columns[c]![row]!));
  return {
    indptr: Int32Array.from([0, ...ends]),
    indices: Int32Array.from(kept.flatMap((rows) => rows.map(([, row]) => row))),
    values: f32 ? Float32Array.from(values) : Float64Array.from(values),
    rows: columns[0]!.length,
  };
}

const PARAMS = { ...DETERMINISTIC, num_threads: 1, objective: 'binary', num_leaves: 9 };

describe('compressed sparse columns', () => {
  it('train and predict like dense columns, in any order of their rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, f32) => {
        const next = random(seed);
        const { columns: full, label, categorical } = table(seed, 240, 3, 1);
        const round = f32 ? Math.fround : (value: number): number => value;
        const columns = full.map((column) => column.map((value) => (next() < 0.6 ? 0 : round(value))));
        const csc = toCsc(columns, seed, f32);
        const options = { label: binary(label), categoricalFeatures: categorical };
        const [sparse, dense] = [await Dataset.fromCsc(csc, options), await Dataset.fromColumns(columns, options)];
        const [a, b] = [await train(PARAMS, sparse, { rounds: 5 }), await train(PARAMS, dense, { rounds: 5 })];
        expect(a.booster.toString()).toBe(b.booster.toString());
        for (const type of ['normal', 'leaf', 'contributions'] as const) {
          const predicted = await a.booster.predictCsc(csc, { type });
          expect(differences(predicted, await b.booster.predict(columns, { type }))).toBe(0);
        }
      }),
      { numRuns: 15, seed: 2 },
    );
  });

  it('that are invalid are refused', async () => {
    const { columns, label } = table(3, 60, 2, 0);
    const { booster } = await train(PARAMS, await Dataset.fromColumns(columns, { label: binary(label) }), {
      rounds: 2,
    });
    const csc = toCsc(columns, 1);
    const indices = Int32Array.from(csc.indices);
    const wrong: [object | null, string][] = [
      [null, 'expected { indptr, indices, values, rows }'],
      [{ ...csc, indptr: [0, 1] }, 'indptr: expected an Int32Array'],
      [{ ...csc, indices: new Float64Array(3) }, 'indices: expected an Int32Array'],
      [{ ...csc, values: new Int32Array(3) }, 'values: expected a Float32Array'],
      [{ ...csc, values: csc.values.subarray(1) }, 'differ in length'],
      [{ ...csc, rows: 1.5 }, 'rows: expected an integer'],
      [{ ...csc, rows: 59 }, 'indices: 59 is outside 0 … 58'],
      [{ ...csc, indptr: Int32Array.of(0) }, 'columns \\+ 1 positions'],
      [{ ...csc, indptr: Int32Array.of(0, 5, 3, csc.values.length) }, 'increase'],
      [{ ...csc, indptr: Int32Array.of(1, 5, csc.values.length) }, 'increase'],
      [{ ...csc, indptr: Int32Array.of(0, csc.values.length - 1) }, 'increase'],
      [{ ...csc, indices: indices.with(0, -1) }, '-1 is outside'],
      [{ ...csc, indices: indices.with(1, indices[0]!) }, 'occurs twice in column 0'],
    ];
    for (const [given, message] of wrong) {
      const input = given as CscMatrix;
      await expectError(() => Dataset.fromCsc(input), 'invalid-argument', new RegExp(message));
      await expectError(() => booster.predictCsc(input), 'invalid-argument', new RegExp(message));
    }
    const narrow = toCsc(columns.slice(1), 1);
    await expectError(() => booster.predictCsc(narrow), 'invalid-argument', 'columns');
  });
});
