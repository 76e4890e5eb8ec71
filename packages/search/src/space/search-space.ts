import { readFile } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import { parseDocument } from 'yaml';

import { checkSpace, conditionValues, type Parameters, type SearchValue, type SpaceDefinition } from './definition.js';
import { dimensionOf, type Dimension } from './dimension.js';

/**
 * A point in a space: one coordinate in [0, 1] per dimension, the middle of its value's share; NaN for a parameter
 * whose condition does not hold.
 */
export type Point = Float64Array;

/** Conditions for a dimension to be active. */
interface DimensionCondition {
  readonly parent: number;
  readonly values: readonly SearchValue[];
}

/** A checked space: translates between parameters and points, and knows which parameters a point has. */
export class SearchSpace {
  readonly definition: SpaceDefinition;
  /** Parents come before the parameters that depend on them. */
  readonly dimensions: readonly Dimension[];
  readonly #conditions: readonly (readonly DimensionCondition[])[];
  #size: number | undefined;

  /** @throws DqsError `invalid-argument` that lists every problem. */
  constructor(definition: unknown) {
    this.definition = checkSpace(definition);
    const names = parentsFirst(this.definition);
    this.dimensions = names.map((name) => dimensionOf(name, this.definition[name]!));
    this.#conditions = names.map((name) =>
      Object.entries(this.definition[name]!.when ?? {}).map(([parent, values]) => ({
        parent: names.indexOf(parent),
        values: conditionValues(values),
      })),
    );
  }

  /** Number of distinct points; Infinity if a parameter is continuous. */
  get size(): number {
    this.#size ??= this.#count(new Float64Array(this.dimensions.length), 0);
    return this.#size;
  }

  /** Whether the condition of a dimension holds in a point whose earlier dimensions are set. */
  isActive(dimension: number, point: Point): boolean {
    return this.#conditions[dimension]!.every(({ parent, values }) => {
      const unit = point[parent]!;
      return !Number.isNaN(unit) && values.includes(this.dimensions[parent]!.valueAt(unit));
    });
  }

  /** Key for the condition of a dimension; dimensions that are always active together share it. */
  conditionKey(dimension: number): string {
    return JSON.stringify(this.#conditions[dimension]);
  }

  /** The nearest valid point in the unit cube: values snapped, inactive dimensions removed. */
  pointAt(unit: ArrayLike<number>): Point {
    const point = new Float64Array(this.dimensions.length);
    for (let i = 0; i < point.length; i += 1) {
      const dimension = this.dimensions[i]!;
      point[i] = this.isActive(i, point) ? dimension.unitOf(dimension.valueAt(unit[i]!)) : Number.NaN;
    }
    return point;
  }

  /** The parameters of a point. */
  parametersOf(point: Point): Parameters {
    const entries = this.dimensions.flatMap((dimension, i) =>
      Number.isNaN(point[i]) ? [] : [[dimension.name, dimension.valueAt(point[i]!)] as const],
    );
    return Object.fromEntries(entries);
  }

  /**
   * The point of given parameters.
   *
   * @throws DqsError `invalid-argument` if one is missing, unknown, out of bounds, or present although its condition does
   * not hold.
   */
  pointOf(parameters: Parameters): Point {
    const point = new Float64Array(this.dimensions.length).fill(Number.NaN);
    const problems = Object.keys(parameters)
      .filter((name) => !Object.hasOwn(this.definition, name))
      .map((name) => `"${name}" is not a parameter of the space`);
    this.dimensions.forEach((dimension, i) => {
      const value = parameters[dimension.name];
      const isActive = this.isActive(i, point);
      if (isActive && value !== undefined) point[i] = dimension.unitOf(value);
      if (isActive && Number.isNaN(point[i])) {
        problems.push(`"${dimension.name}" cannot be ${value === undefined ? 'missing' : JSON.stringify(value)}`);
      }
      if (!isActive && value !== undefined) problems.push(`the condition of "${dimension.name}" does not hold`);
    });
    if (problems.length === 0) return point;
    throw new DqsError('invalid-argument', `the parameters do not fit the search space: ${problems.join('; ')}`, {
      details: { problems },
    });
  }

  /** A key that equal points share. */
  keyOf(point: Point): string {
    return point.join();
  }

  #count(point: Point, from: number): number {
    if (from === point.length) return 1;
    const { levels, cell } = this.dimensions[from]!;
    if (!this.isActive(from, point)) {
      point[from] = Number.NaN;
      return this.#count(point, from + 1);
    }
    if (levels === Number.POSITIVE_INFINITY) return levels;
    const isParent = this.#conditions.some((conditions) => conditions.some(({ parent }) => parent === from));
    let count = 0;
    // If nothing depends on the value, every level has as many points as the first.
    for (let level = 0; level < (isParent ? levels : 1); level += 1) {
      const [low, high] = cell(level);
      point[from] = (low + high) / 2;
      count += this.#count(point, from + 1);
    }
    return isParent ? count : count * levels;
  }
}

function parentsFirst(definition: SpaceDefinition): string[] {
  const ordered = new Set<string>();
  const place = (name: string): void => {
    if (ordered.has(name)) return;
    Object.keys(definition[name]!.when ?? {}).forEach(place);
    ordered.add(name);
  };
  Object.keys(definition).forEach(place);
  return [...ordered];
}

/**
 * A space from the text of a file, YAML or JSON (every JSON text is YAML).
 *
 * @param text parameters by name, such as `num_leaves: { type: int, low: 7, high: 255, log: true }`.
 * @param place name of the text in messages, for example its path.
 * @throws DqsError `config-invalid` if the text cannot be read or the space is invalid.
 */
export function parseSpace(text: string, place = 'the search space'): SearchSpace {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    throw new DqsError('config-invalid', `expected YAML or JSON in ${place}: ${error.message}`, { cause: error });
  }
  try {
    return new SearchSpace(document.toJS());
  } catch (cause) {
    if (!DqsError.is(cause)) throw cause;
    throw new DqsError('config-invalid', `${cause.message} (in ${place})`, { cause, details: cause.details });
  }
}

/**
 * The search space in a file.
 *
 * @throws DqsError `config-invalid` if it cannot be read or does not fit.
 */
export async function readSpace(path: string): Promise<SearchSpace> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new DqsError('config-invalid', `expected a file with a search space at ${path}: ${cause.message}`, { cause });
  });
  return parseSpace(text, path);
}
