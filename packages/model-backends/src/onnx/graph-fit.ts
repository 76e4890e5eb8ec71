import { DqsError, type FeatureFrame } from '@dqs/core';

import type { ModelColumn } from '../backend.js';
import type { GraphInput, GraphValue } from './session.js';

/** How the columns of a frame are fed to a graph. */
export interface GraphFit {
  /** `matrix`: one input of rows × columns; `columns`: one input of rows × 1 for each column, by its name. */
  readonly layout: 'matrix' | 'columns';
  /** Name of the matrix input; empty if every column has its own. */
  readonly input: string;
  /** Name of the output that holds the forecast. */
  readonly output: string;
  /** `names` if the model names its columns and they match, `number` if only their number is known. */
  readonly checked: 'names' | 'number';
}

/** The facts about a graph that are known before it runs. */
export interface Graph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Names of its columns from its metadata; undefined if there are none. */
  readonly featureNames?: readonly string[];
}

/**
 * Checks a graph against the columns that it will be fed, and says how to feed it.
 *
 * @param wanted name of the output to take; the first of floating-point numbers where undefined.
 * @throws DqsError `feature-mismatch` if number or names of the columns differ, `invalid-argument` if inputs or outputs
 * are of another kind.
 */
export function fitGraph(graph: Graph, columns: readonly ModelColumn[], wanted?: string): GraphFit {
  const output = outputOf(graph.outputs, wanted);
  const { inputs } = graph;
  for (const { name, type } of inputs) {
    if (type === 'float32') continue;
    throw new DqsError('invalid-argument', `expected inputs of float32, got ${type} for the input "${name}"`);
  }
  const names = columns.map((column) => column.name);
  if (inputs.length === 1 && (inputs.length !== columns.length || inputs[0]!.name !== names[0])) {
    return { ...fitMatrix(inputs[0]!, names, graph.featureNames), output };
  }
  assertNames(
    names,
    inputs.map((input) => input.name),
    false,
  );
  return { layout: 'columns', input: '', output, checked: 'names' };
}

function fitMatrix(input: GraphValue, names: readonly string[], told: readonly string[] | undefined) {
  const width = input.shape[1];
  if (input.shape.length !== 2 || (typeof width === 'number' && width !== names.length)) {
    throw new DqsError(
      'feature-mismatch',
      `expected a model of ${names.length} columns, got one whose input "${input.name}" is [${input.shape.join(', ')}]; ` +
        'train it on the columns of dqs features export with the same spec',
      { details: { expected: names, shape: input.shape } },
    );
  }
  if (told) assertNames(names, told, true);
  return { layout: 'matrix' as const, input: input.name, checked: told ? ('names' as const) : ('number' as const) };
}

function assertNames(expected: readonly string[], actual: readonly string[], inOrder: boolean): void {
  const missing = expected.filter((name) => !actual.includes(name));
  const unexpected = actual.filter((name) => !expected.includes(name));
  const misplaced = inOrder ? expected.filter((name, i) => actual.includes(name) && actual[i] !== name) : [];
  if (missing.length + unexpected.length + misplaced.length === 0 && expected.length === actual.length) return;
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? '' : `; ${title}: ${names.join(', ')}`;
  throw new DqsError(
    'feature-mismatch',
    `expected a model of these ${expected.length} columns, got one of ${actual.length}` +
      `${list('missing', missing)}${list('unexpected', unexpected)}${list('misplaced', misplaced)}`,
    { details: { expected, actual, missing, unexpected, misplaced } },
  );
}

const NUMBERS: ReadonlySet<string> = new Set(['float32', 'float64']);

function outputOf(outputs: readonly GraphValue[], wanted: string | undefined): string {
  const fitting = outputs.filter(({ type }) => NUMBERS.has(type));
  const found = wanted === undefined ? fitting[0] : fitting.find(({ name }) => name === wanted);
  if (found) return found.name;
  const list = outputs.map(({ name, type }) => `${name} (${type})`).join(', ') || 'none';
  throw new DqsError(
    'invalid-argument',
    `expected ${wanted === undefined ? 'an output' : `the output "${wanted}"`} of floating-point numbers, the model has ` +
      `${list}; convert a classifier with zipmap=False`,
  );
}

/** Rows `from` to `to` of a frame as the inputs of a graph. */
export function feedOf({ layout, input }: GraphFit, frame: FeatureFrame, from: number, to: number): GraphInput[] {
  const rows = to - from;
  const width = frame.columns.length;
  if (layout === 'columns') {
    return frame.columns.map(({ name, values }) => ({ name, values: values.slice(from, to), dims: [rows, 1] }));
  }
  const matrix = new Float32Array(rows * width);
  frame.columns.forEach(({ values }, column) => {
    for (let row = 0; row < rows; row += 1) matrix[row * width + column] = values[from + row]!;
  });
  return [{ name: input, values: matrix, dims: [rows, width] }];
}
