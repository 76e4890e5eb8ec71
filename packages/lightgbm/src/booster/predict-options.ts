import { types } from 'node:util';
import { native } from '../binding.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../checks.js';
import { call, describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import { checkMemory } from '../matrix.js';
import type { NativePredictOptions } from '../native.js';
import { threadCount } from '../params.js';

/**
 * What a prediction returns per row:
 * - `normal`: one number per class, transformed by the objective (a probability, a count, …)
 * - `raw`: one number per class, the sum of the trees
 * - `leaf`: the leaf number in each tree, iterations × classes numbers
 * - `contributions`: SHAP values, (features + 1) per class; the last is the expected value and they add up to `raw`
 */
export type PredictionType = 'normal' | 'raw' | 'leaf' | 'contributions';

/**
 * The predictor. `auto` is the flat predictor if the model and the type allow it, otherwise LightGBM; the results are
 * identical to the last bit. `flat` requires the flat predictor, `flat-portable`, `flat-avx2` and `flat-avx512` one of
 * its instruction sets (see {@link availableEngines}); `lightgbm` requires LightGBM.
 */
export type Engine = 'auto' | 'lightgbm' | 'flat' | 'flat-portable' | 'flat-avx2' | 'flat-avx512';

/** Which iterations of a model to use. */
export interface IterationOptions {
  /** First iteration. @default 0 */
  readonly startIteration?: number;
  /** Number of iterations; 0 or less means all. @default the best iteration of an early-stopped training, else all */
  readonly numIterations?: number;
}

/** How to predict. */
export interface PredictOptions extends IterationOptions, JobOptions {
  /** What to return per row. @default 'normal' */
  readonly type?: PredictionType;
  /** Threads to use. @default all processors */
  readonly threads?: number;
  /** The predictor. @default 'auto' */
  readonly engine?: Engine;
  /** Array to fill and return instead of a new one; its length must match exactly. */
  readonly out?: Float64Array;
  /** Approximate: rows skip the remaining trees once their margin is large. Uses LightGBM's own predictor. */
  readonly earlyStop?: { readonly everyIterations: number; readonly margin: number };
}

const TYPES = ['normal', 'raw', 'leaf', 'contributions'] as const;
const ENGINES = ['auto', 'lightgbm', 'flat', 'flat-portable', 'flat-avx2', 'flat-avx512'] as const;
const OPTION_NAMES: readonly (keyof PredictOptions)[] = [
  ...([
    'type',
    'threads',
    'engine',
    'out',
    'earlyStop',
    'startIteration',
    'numIterations',
    'signal',
    'logger',
  ] as const),
];

/** Checks the options and converts them to the native form. `best` is the default of numIterations. */
export function toNativePredict(options: PredictOptions | undefined, best: number): NativePredictOptions {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const { type = 'normal', engine = 'auto', out, earlyStop } = checked;
  const threads = threadCount('threads', checked.threads);
  if (out !== undefined && !types.isFloat64Array(out)) {
    throw invalidArgument('out', `expected a Float64Array, got ${describe(out)}`);
  }
  if (out !== undefined) checkMemory('out', out);
  let params = `num_threads=${threads} verbosity=-1`;
  let engineCode = ENGINES.indexOf(checkOneOf('engine', engine, ENGINES));
  if (earlyStop !== undefined) {
    if (engineCode > 1) throw invalidArgument('engine', 'earlyStop needs "auto" or "lightgbm"');
    engineCode = 1;
    const every = checkInteger('earlyStop.everyIterations', earlyStop.everyIterations, 1, 2 ** 31 - 1);
    const margin = checkNumber('earlyStop.margin', earlyStop.margin, 0);
    params += ` pred_early_stop=true pred_early_stop_freq=${every} pred_early_stop_margin=${margin}`;
  }
  const [first, count] = iterationRange(checked, best);
  return {
    type: TYPES.indexOf(checkOneOf('type', type, TYPES)),
    engine: engineCode,
    threads,
    params,
    first,
    count,
    out,
  };
}

/** The engines this processor can run. */
export function availableEngines(): Engine[] {
  return ['auto', ...(call(() => native().engines()) as Engine[])];
}

/** `[first, count]`, with LightGBM's meaning of a count <= 0 (all). */
export function iterationRange(options: IterationOptions, best: number): [number, number] {
  const { startIteration = 0, numIterations = best } = options;
  checkInteger('startIteration', startIteration, 0, 2 ** 31 - 1);
  checkInteger('numIterations', numIterations, -(2 ** 31), 2 ** 31 - 1);
  return [startIteration, numIterations];
}
