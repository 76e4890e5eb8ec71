import { Booster, Dataset, train } from '../src/index.js';
import { classes, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(71, 500);
let booster: Booster;

beforeAll(async () => {
  const data = await Dataset.fromColumns(columns, { label: classes(label, 3), categoricalFeatures: categorical });
  booster = (await train({ objective: 'multiclass', num_class: 3, num_leaves: 9 }, data, { rounds: 12 })).booster;
});

const rowOf = (i: number): number[] => columns.map((column) => column[i] as number);

describe('SingleRow', () => {
  it.each(['auto', 'lightgbm'] as const)('predicts the same as predict for every range: %s', (engine) => {
    for (const type of ['normal', 'raw'] as const) {
      for (const range of [
        {},
        { startIteration: 2, numIterations: 5 },
        { startIteration: 11 },
        { startIteration: 99 },
      ]) {
        const row = booster.singleRow({ engine, type, ...range });
        const whole = booster.predictSync(columns, { type, ...range, engine: 'lightgbm' });
        expect(row.isFlat).toBe(engine === 'auto');
        for (let i = 0; i < 500; i += 7) {
          row.input.set(rowOf(i));
          expect(row.predict()).toBe(whole[3 * i]);
          expect(Array.from(row.output)).toEqual(Array.from(whole.subarray(3 * i, 3 * i + 3)));
        }
        row.close();
      }
    }
  });

  it('keeps the model it was created from, and several do not disturb each other', () => {
    const copy = Booster.fromString(booster.toString());
    const rows = [1, 4, 12].map((numIterations) => copy.singleRow({ engine: 'lightgbm', numIterations }));
    const before = [1, 4, 12].map((numIterations) => copy.predictSync(columns, { numIterations })[0]);
    copy.setLeafValue(0, 0, 99);
    copy.close();
    rows.forEach((row, i) => {
      row.input.set(rowOf(0));
      expect(row.predict()).toBe(before[i]);
    });
  });

  it('keeps working when its arrays are transferred', () => {
    const row = booster.singleRow();
    row.input.set(rowOf(3));
    const expected = row.predict();
    const buffers = [row.input.buffer, row.output.buffer] as ArrayBuffer[];
    try {
      structuredClone(buffers, { transfer: buffers });
    } catch (error) {
      // Newer versions of Node refuse to give away memory that belongs to an addon.
      expect((error as Error).name).toBe('DataCloneError');
    }
    expect(row.predict()).toBe(expected);
  });

  it('stays closed', async () => {
    const row = booster.singleRow();
    row.close();
    row.close();
    await expectError(() => row.predict(), 'closed');
    expect(row.input).toHaveLength(5);
  });

  it('refuses wrong options', async () => {
    await expectError(() => booster.singleRow({ type: 'leaf' as 'raw' }), 'invalid-argument', 'normal, raw');
    await expectError(() => booster.singleRow({ engine: 'flat' as 'auto' }), 'invalid-argument', 'auto, lightgbm');
    await expectError(() => booster.singleRow({ threads: 1 } as object), 'invalid-argument', 'unknown option');
  });
});
