import type { Parameters, SearchSpace } from '@dqs/experiments';

import { halfLifeOf, paramsOf } from '../fit.js';
import type { TrainOptions } from '../options.js';

/** Settings of a training that a search may change beside the parameters of the backend, by the same name. */
const OWN_SETTINGS = ['halfLifeDays', 'objective', 'rounds'] as const;

/**
 * The settings that a search found, in the form of the file that `dqs train --params` takes. `params` are in the names of
 * the backend; whatever is not there keeps its default.
 */
export interface TunedSettings {
  readonly backend: string;
  readonly spec: TrainOptions['spec'];
  readonly objective: TrainOptions['objective'];
  readonly rounds: number;
  readonly halfLifeDays: number;
  readonly params: TrainOptions['params'];
}

/** Training options with the parameters of a trial: our own settings by name, all others for the backend. */
export function withParameters(options: TrainOptions, parameters: Parameters): TrainOptions {
  const own: Record<string, unknown> = {};
  const params: Record<string, string | number | boolean> = { ...options.params };
  for (const [name, value] of Object.entries(parameters)) {
    if ((OWN_SETTINGS as readonly string[]).includes(name)) own[name] = value;
    else params[name] = value;
  }
  return { ...options, ...own, params };
}

/** The point of a space at which a training without tuning stands; undefined where it lies outside. */
export function defaultParameters(space: SearchSpace, options: TrainOptions, rows: number): Parameters | undefined {
  const { objective, rounds } = options;
  const known: Readonly<Record<string, unknown>> = {
    ...paramsOf(options, rows),
    objective,
    rounds,
    halfLifeDays: halfLifeOf(options),
  };
  const point = new Float64Array(space.dimensions.length).fill(Number.NaN);
  for (const [i, dimension] of space.dimensions.entries()) {
    if (!space.isActive(i, point)) continue;
    const value = known[dimension.name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    point[i] = dimension.unitOf(value);
    if (Number.isNaN(point[i])) return undefined;
  }
  return space.parametersOf(point);
}
