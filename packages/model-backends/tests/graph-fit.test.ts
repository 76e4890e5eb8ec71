import type { FeatureFrame } from '@dqs/core';

import type { ModelColumn } from '../src/index.js';
import { feedOf, fitGraph, type Graph } from '../src/onnx/graph-fit.js';

const column = (name: string): ModelColumn => ({ name, kind: 'numeric' });
const COLUMNS = [column('a'), column('b')];

const input = (name: string, shape: readonly (number | string)[], type = 'float32') => ({ name, type, shape });
const OUTPUT = input('forecast', ['n', 1]);
const MATRIX: Graph = { inputs: [input('X', ['n', 2])], outputs: [OUTPUT] };

function refusal(graph: Graph, columns: readonly ModelColumn[] = COLUMNS, output?: string) {
  try {
    fitGraph(graph, columns, output);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return [code, message];
  }
  throw new Error('expected a refusal');
}

describe('how a graph is fed', () => {
  it('is a matrix where it has one input, compared by number, or by names where it tells them', () => {
    const fit = { layout: 'matrix', input: 'X', output: 'forecast' };
    expect(fitGraph(MATRIX, COLUMNS)).toEqual({ ...fit, checked: 'number' });
    expect(fitGraph({ ...MATRIX, featureNames: ['a', 'b'] }, COLUMNS)).toEqual({ ...fit, checked: 'names' });
    expect(fitGraph({ ...MATRIX, inputs: [input('X', ['n', 'm'])] }, COLUMNS)).toEqual({ ...fit, checked: 'number' });
  });

  it('is a column each where it has an input for each, in whatever order, also if there is but one', () => {
    const fit = { layout: 'columns', input: '', output: 'forecast', checked: 'names' };
    const inputs = [input('b', ['n', 1]), input('a', ['n', 1])];
    expect(fitGraph({ inputs, outputs: [OUTPUT] }, COLUMNS)).toEqual(fit);
    expect(fitGraph({ inputs: [input('a', ['n', 1])], outputs: [OUTPUT] }, [column('a')])).toEqual(fit);
    expect(fitGraph({ inputs: [input('X', ['n', 1])], outputs: [OUTPUT] }, [column('a')])).toMatchObject({
      layout: 'matrix',
    });
  });

  it('has all rows in order, row by row or column by column', () => {
    const frame: FeatureFrame = {
      rows: 3,
      columns: COLUMNS.map((one, i) => ({ ...one, values: Float32Array.of(10 * i, 10 * i + 1, 10 * i + 2) })),
    };
    const fit = { input: 'X', output: 'forecast', checked: 'names' } as const;
    expect(feedOf({ ...fit, layout: 'matrix' }, frame, 1, 3)).toEqual([
      { name: 'X', values: Float32Array.of(1, 11, 2, 12), dims: [2, 2] },
    ]);
    expect(feedOf({ ...fit, layout: 'columns' }, frame, 1, 3)).toEqual([
      { name: 'a', values: Float32Array.of(1, 2), dims: [2, 1] },
      { name: 'b', values: Float32Array.of(11, 12), dims: [2, 1] },
    ]);
  });
});

describe('a graph that cannot be fed', () => {
  it('has another number of columns, or no rows and columns at all', () => {
    for (const shape of [['n', 3], ['n'], ['n', 2, 1]]) {
      const [code, message] = refusal({ ...MATRIX, inputs: [input('X', shape)] });
      expect(code).toBe('feature-mismatch');
      expect(message).toContain(
        `expected a model of 2 columns, got one whose input "X" is [${shape.join(', ')}]; train it on the columns of dqs features`,
      );
    }
  });

  it('has other names, too many, or another order', () => {
    const told = (...featureNames: string[]) => refusal({ ...MATRIX, featureNames })[1];
    expect(told('a', 'c')).toBe('expected a model of these 2 columns, got one of 2; missing: b; unexpected: c');
    expect(told('b', 'a')).toBe('expected a model of these 2 columns, got one of 2; misplaced: a, b');
    expect(told('a', 'b', 'b')).toBe('expected a model of these 2 columns, got one of 3');
    const inputs = ['a', 'b', 'c'].map((name) => input(name, ['n', 1]));
    expect(refusal({ inputs, outputs: [OUTPUT] })).toEqual([
      'feature-mismatch',
      'expected a model of these 2 columns, got one of 3; unexpected: c',
    ]);
  });

  it('takes something else than numbers of single precision', () => {
    expect(refusal({ ...MATRIX, inputs: [input('X', ['n', 2], 'string')] })).toEqual([
      'invalid-argument',
      'expected inputs of float32, got string for the input "X"',
    ]);
  });
});

describe('the output of a graph', () => {
  const outputs = [input('label', ['n'], 'int64'), input('odds', ['n', 2]), input('score', ['n', 1], 'float64')];

  it('is the first of floating-point numbers, or the one that is asked for', () => {
    expect(fitGraph({ ...MATRIX, outputs }, COLUMNS).output).toBe('odds');
    expect(fitGraph({ ...MATRIX, outputs }, COLUMNS, 'score').output).toBe('score');
  });

  it('is refused where it is not there or holds something else', () => {
    const end = 'of floating-point numbers, the model has';
    expect(refusal({ ...MATRIX, outputs }, COLUMNS, 'label')).toEqual([
      'invalid-argument',
      `expected the output "label" ${end} label (int64), odds (float32), score (float64); convert a classifier with zipmap=False`,
    ]);
    expect(refusal({ ...MATRIX, outputs: [] })[1]).toContain(`expected an output ${end} none; convert`);
  });
});
