import { types } from 'node:util';
import { checkOptions, checkString } from '../checks.js';
import type { Dataset } from '../dataset/dataset.js';
import { describe, invalidArgument } from '../errors.js';
import type { RoundMetrics } from './options.js';

/** A custom metric. */
export interface CustomMetric {
  /** Its name in the history; not one that LightGBM also evaluates. */
  readonly name: string;
  /** Whether larger values are better, for early stopping. @default false */
  readonly higherIsBetter?: boolean;
  /**
   * The metric of a set. `predictions` are rows × classes, row after row, as {@link Booster.predict} gives them
   * (raw scores with a custom objective); the dataset has the label, weight and groups.
   */
  readonly evaluate: (predictions: Float64Array, dataset: Dataset) => number | Promise<number>;
}

/** Derivatives of a loss with respect to the raw score: rows × classes, row after row. */
export interface Gradients {
  /** First derivatives. */
  readonly gradients: Float32Array;
  /** Second derivatives, positive. */
  readonly hessians: Float32Array;
}

/** A custom loss, given by its derivatives at raw scores: rows × classes, row after row. */
export type CustomObjective = (scores: Float64Array, dataset: Dataset) => Gradients | Promise<Gradients>;

/** Callback after each round. The next round waits for it. */
export type IterationCallback = (
  iteration: number,
  metrics: RoundMetrics,
) => void | 'stop' | undefined | Promise<void | 'stop' | undefined>;

/** Custom functions that training calls between rounds, on the caller's thread. */
export interface OwnFunctions {
  /** Custom metrics, evaluated after LightGBM's on every set. @default none */
  readonly customMetrics?: readonly CustomMetric[];
  /** A custom loss; requires the parameter `objective` to be `none`. @default the parameter objective */
  readonly customObjective?: CustomObjective;
  /**
   * Called after each round, which waits for it, with the number of iterations and the metrics. `'stop'` ends the
   * training: the model has exactly the iterations so far. An error it throws rejects the training.
   */
  readonly onIteration?: IterationCallback;
}

/** Checks them; true when there are any. */
export function checkOwnFunctions(options: OwnFunctions, objective: string | undefined): boolean {
  const { customMetrics = [], customObjective, onIteration } = options;
  if (!Array.isArray(customMetrics)) {
    throw invalidArgument('customMetrics', `expected an array, got ${describe(customMetrics)}`);
  }
  customMetrics.forEach((metric: unknown, i) => {
    const where = `customMetrics[${i}]`;
    const checked = checkOptions<CustomMetric>(where, metric as CustomMetric, ['name', 'higherIsBetter', 'evaluate']);
    checkString(`${where}.name`, checked.name);
    checkFunction(`${where}.evaluate`, checked.evaluate);
  });
  if (onIteration !== undefined) checkFunction('onIteration', onIteration);
  if (customObjective !== undefined) {
    checkFunction('customObjective', customObjective);
    if (!['none', 'null', 'custom', 'na'].includes(objective ?? '')) {
      throw invalidArgument('customObjective', 'needs the parameter objective: "none"');
    }
  }
  return customMetrics.length > 0 || customObjective !== undefined || onIteration !== undefined;
}

/** Checks what a custom objective returned. */
export function checkGradients(value: unknown, length: number): Gradients {
  const { gradients, hessians } = checkOptions<Gradients>('customObjective', value as Gradients, [
    'gradients',
    'hessians',
  ]);
  for (const [name, numbers] of Object.entries({ gradients, hessians })) {
    if (types.isFloat32Array(numbers) && numbers.length === length) continue;
    const got = types.isFloat32Array(numbers) ? `${numbers.length} values` : describe(numbers);
    throw invalidArgument(`customObjective.${name}`, `expected a Float32Array of ${length} values, got ${got}`);
  }
  return { gradients, hessians };
}

function checkFunction(where: string, value: unknown): void {
  if (typeof value !== 'function') throw invalidArgument(where, `expected a function, got ${describe(value)}`);
}
