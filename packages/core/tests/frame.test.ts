import { lazyFrame, pickFrame, rowBlocks, subsetFrame, type FeatureFrame } from '../src/index.js';

const rows = (...indices: number[]) => Int32Array.from(indices);
const valuesOf = (frame: FeatureFrame) => frame.columns.map(({ values }) => [...values]);

const written: FeatureFrame = {
  rows: 4,
  columns: [
    { name: 'a', kind: 'numeric', values: Float32Array.of(0, 1, 2, 3) },
    { name: 'b', kind: 'categorical', values: Float32Array.of(10, 11, Number.NaN, 13) },
  ],
};

/** The same table, of which rows are made when they are needed; counts how often. */
function made(): { frame: FeatureFrame; asked: number[][] } {
  const asked: number[][] = [];
  const frame = lazyFrame(4, written.columns, (chosen) => {
    asked.push([...chosen]);
    return pickFrame(written, chosen);
  });
  return { frame, asked };
}

describe.each([
  ['in memory', () => written],
  ['made when it is needed', () => made().frame],
])('a frame %s', (_, frame) => {
  it('gives some of its rows, missing values included', () => {
    expect(pickFrame(frame(), rows(1, 2))).toEqual({
      rows: 2,
      columns: [
        { name: 'a', kind: 'numeric', values: Float32Array.of(1, 2) },
        { name: 'b', kind: 'categorical', values: Float32Array.of(11, Number.NaN) },
      ],
    });
    expect(pickFrame(frame(), rows()).rows).toBe(0);
  });

  it('has subsets of subsets that are rows of the whole', () => {
    const subset = subsetFrame(frame(), rows(1, 2, 3));
    expect(subset.rows).toBe(3);
    expect(valuesOf(pickFrame(subset, rows(0, 2)))).toEqual([
      [1, 3],
      [11, 13],
    ]);
    expect(valuesOf(subsetFrame(subset, rows(2)))).toEqual([[3], [13]]);
  });
});

it('a frame made when it is needed makes no row before, and all of them once for its values', () => {
  const { frame, asked } = made();
  subsetFrame(frame, rows(1));
  expect(frame.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['a', 'numeric'],
    ['b', 'categorical'],
  ]);
  expect(asked).toEqual([]);
  expect(valuesOf(frame)).toEqual(valuesOf(written));
  expect(asked).toEqual([[0, 1, 2, 3]]);
});

it('blocks of rows cover each row once, the last block what is left', () => {
  expect([...rowBlocks(5, 2)]).toEqual([rows(0, 1), rows(2, 3), rows(4)]);
  expect([...rowBlocks(4, 2)]).toEqual([rows(0, 1), rows(2, 3)]);
  expect([...rowBlocks(0, 2)]).toEqual([]);
});
