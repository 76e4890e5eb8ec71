import { Booster } from '../src/index.js';
import { differences, rowMajor } from './support/data.js';
import { expectError } from './support/errors.js';
import { golden } from './support/golden.js';

/** A heap-shaped tree with a different feature at each split: the first one categorical, the others numeric. */
function treeOfManyColumns(splits: number): string {
  const all = Array.from({ length: splits }, (_, i) => i);
  const child = (i: number): number => (i < splits ? i : -1 - (i - splits));
  const tree = [
    'Tree=0',
    `num_leaves=${splits + 1}`,
    'num_cat=1',
    `split_feature=${all.join(' ')}`,
    `threshold=${all.map((i) => (i === 0 ? 0 : 1e8 + i)).join(' ')}`,
    `decision_type=${all.map((i) => (i === 0 ? 1 : 2)).join(' ')}`,
    `left_child=${all.map((i) => child(2 * i + 1)).join(' ')}`,
    `right_child=${all.map((i) => child(2 * i + 2)).join(' ')}`,
    `leaf_value=${Array.from({ length: splits + 1 }, (_, i) => i / 8).join(' ')}`,
    'cat_boundaries=0 1',
    'cat_threshold=2',
    'is_linear=0',
    'shrinkage=1',
  ];
  const header = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${splits - 1}`,
    'objective=regression',
    `feature_names=${all.map((i) => `f${i}`).join(' ')}`,
    `feature_infos=${all.map(() => 'none').join(' ')}`,
  ];
  return [...header, '', ...tree, '', '', 'end of trees', ''].join('\n');
}

describe('model texts', () => {
  it.each([
    ['65,536 rank columns have', 65_536, true],
    ['more rank columns than a 16-bit number can name have no', 65_700, false],
  ])('with %s a flat form, and LightGBM predicts the same', (_, splits, flat) => {
    const booster = Booster.fromString(treeOfManyColumns(splits));
    expect(booster.hasFlatForm).toBe(flat);
    const rows = Array.from({ length: splits }, (_, c) => Float64Array.of(c % 3, 2e8, c === 0 ? 1 : NaN));
    const expected = booster.predictSync(rows, { engine: 'lightgbm' });
    expect(new Set(expected).size).toBeGreaterThan(1);
    expect(differences(booster.predictSync(rows), expected)).toBe(0);
    const row = booster.singleRow();
    row.input.set(rowMajor(rows).subarray(0, splits));
    expect(row.predict()).toBe(expected[0]);
  });

  it('keep the parameters of the training with types and full precision', async () => {
    const { model } = await golden();
    const lines = [
      '[learning_rate: 0.12345678901]',
      '[data: C:\\a "b"]',
      '[valid: a,b]',
      '[monotone_constraints: 1,-1]',
    ];
    const more = ['[interaction_constraints: [0,1],[2]]', '[fair_c: inf]', '[made_up: 3]', '[max_depth: -1]'];
    const text = model
      .toString()
      .replace(/parameters:[^]*end of parameters/, () =>
        ['parameters:', ...lines, ...more, '[input_model: ]', '[deterministic: 1]', 'end of parameters'].join('\n'),
      );
    expect(Booster.fromString(text).loadedParams).toEqual({
      learning_rate: 0.12345678901,
      data: 'C:\\a "b"',
      valid: ['a', 'b'],
      monotone_constraints: [1, -1],
      interaction_constraints: [[0, 1], [2]],
      fair_c: Infinity,
      max_depth: -1,
      deterministic: true,
    });
  });

  it('with a value of another type fail when the parameters are read', async () => {
    const { model } = await golden();
    for (const value of ['x', '1 2', '0x', 'nan?', '[1', ' ']) {
      const booster = Booster.fromString(model.toString().replace(/\[num_leaves: .*\]/, `[num_leaves: ${value}]`));
      await expectError(() => booster.loadedParams, 'invalid-model', 'is not a value of num_leaves');
    }
  });

  it.each([
    ['a lone carriage return among the parameters', 'boosting: gbdt', 'boosting: \rgbdt', 'carriage return'],
    ['a carriage return that cuts a parameter', 'boosting: gbdt]', 'boosting:\r gbdt]', 'carriage return'],
    ['two carriage returns at the end of a line', 'boosting: gbdt]', 'boosting: gbdt]\r\r', 'carriage return'],
    ['a carriage return at the very end', 'end of parameters', 'end of parameters\r', 'carriage return'],
    ['a carriage return in a tree', 'split_feature=', 'split_feature=\r', 'carriage return'],
    ['a parameter without a name', '[boosting: gbdt]', '[: gbdt]', 'name of a parameter'],
    ['a colon in the name of a parameter', '[boosting: gbdt]', '[:boosting: gbdt]', 'name of a parameter'],
    ['a parameter without a value', '[boosting: gbdt]', '[boosting:]', 'expected [name: value]'],
  ])('with %s are refused', async (_, from, to, message) => {
    const { model } = await golden();
    const whole = model.toString();
    const text = (to.endsWith('parameters\r') ? whole.slice(0, whole.indexOf(from) + from.length) : whole).replace(
      from,
      to,
    );
    expect(text).not.toBe(whole);
    await expectError(() => Booster.fromString(text), 'invalid-model', message.replace(/[[\]]/g, '\\$&'));
  });

  it('with Windows line ends are read like others', async () => {
    const { model, rows } = await golden();
    const windows = Booster.fromString(
      model
        .toString()
        .replaceAll('\n', '\r\n')
        .replace(/tree_sizes=.*\r\n/, ''),
    );
    expect(differences(windows.predictSync(rows), model.predictSync(rows))).toBe(0);
    expect(windows.loadedParams).toEqual(model.loadedParams);
  });
});
