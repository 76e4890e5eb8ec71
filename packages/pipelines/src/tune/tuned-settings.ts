import { namedValues } from '@dqs/core';
import { describeBackend } from '@dqs/model-backends';
import type { Parameters, SearchSpace } from '@dqs/search';

import { paramsFor, type ResolvedTrainOptions } from '../train/options.js';

/** Settings of a training that a search may change besides the parameters of the backend, by the same name. */
const OWN_SETTINGS = ['halfLifeDays', 'objective', 'rounds'] as const;

/**
 * The settings that a search found, in the form of the file that `dqs train --params` takes. `params` uses the names of
 * the backend; anything absent keeps its default.
 */
export interface TunedSettings {
  readonly backend: string;
  readonly spec: ResolvedTrainOptions['spec'];
  readonly objective: ResolvedTrainOptions['objective'];
  readonly rounds: number;
  readonly halfLifeDays: number;
  readonly params: ResolvedTrainOptions['params'];
  /** Those of the threshold model; absent where no distribution is learned. */
  readonly thresholds?: ResolvedTrainOptions['thresholds'];
}

/** What the names of the threshold model's parameters and rounds begin with in a space. */
const OF_THRESHOLDS = 'thresholds.';

/** The name of a parameter of the threshold model in a space: `thresholds.num_leaves`. */
export function thresholdName(name: string): string {
  return OF_THRESHOLDS + name;
}

/**
 * Training options with the parameters of a trial: our own settings by name, those of the threshold model by
 * {@link thresholdName}, all others for the backend.
 */
export function withParameters(options: ResolvedTrainOptions, parameters: Parameters): ResolvedTrainOptions {
  const own = namedValues<unknown>();
  const params = Object.assign(namedValues<string | number | boolean>(), options.params);
  const levels = Object.assign(namedValues<string | number | boolean>(), options.thresholds.params);
  let { rounds } = options.thresholds;
  for (const [name, value] of Object.entries(parameters)) {
    if ((OWN_SETTINGS as readonly string[]).includes(name)) own[name] = value;
    else if (name === thresholdName('rounds')) rounds = Number(value);
    else if (name.startsWith(OF_THRESHOLDS)) levels[name.slice(OF_THRESHOLDS.length)] = value;
    else params[name] = value;
  }
  return { ...options, ...own, params, thresholds: { ...(rounds !== undefined && { rounds }), params: levels } };
}

/** The parameters of a training without tuning, as a point of a space. */
export interface DefaultParameters {
  readonly parameters: Parameters;
  /** False if the space does not contain the defaults and these are the nearest point in it. */
  readonly isExact: boolean;
}

/**
 * The point of a space that a training without tuning corresponds to; undefined if it has no value for a parameter of
 * the space, or one of another kind.
 *
 * @param rows of the training; the threshold model learns from at least as many pairs.
 */
export function defaultParameters(
  space: SearchSpace,
  options: ResolvedTrainOptions,
  rows: number,
): DefaultParameters | undefined {
  const { objective, backend, spec, rounds, halfLifeDays } = options;
  const levels = { ...describeBackend(backend).thresholds?.params(rows), ...options.thresholds.params };
  const known: Readonly<Record<string, unknown>> = {
    __proto__: null,
    ...describeBackend(backend).search?.(spec).libraryDefaults,
    ...paramsFor(options, rows),
    objective,
    rounds,
    halfLifeDays,
    ...Object.fromEntries(Object.entries(levels).map(([name, value]) => [thresholdName(name), value])),
  };
  const point = new Float64Array(space.dimensions.length).fill(Number.NaN);
  for (const [i, dimension] of space.dimensions.entries()) {
    if (space.isActive(i, point)) point[i] = nearestPlace(dimension, known[dimension.name]);
    if (space.isActive(i, point) && Number.isNaN(point[i])) return undefined;
  }
  const parameters = space.parametersOf(point);
  return { parameters, isExact: Object.entries(parameters).every(([name, value]) => value === known[name]) };
}

function nearestPlace(dimension: SearchSpace['dimensions'][number], value: unknown): number {
  if (typeof value === 'string' || typeof value === 'boolean') return dimension.unitOf(value);
  if (typeof value !== 'number') return Number.NaN;
  const place = dimension.unitOf(value);
  if (!Number.isNaN(place) || dimension.isCategorical) return place;
  const [low, high] = [dimension.valueAt(0), dimension.valueAt(1)] as [number, number];
  return dimension.unitOf(Math.min(high, Math.max(low, value)));
}
