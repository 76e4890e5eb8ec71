import { checkInteger, checkOneOf, checkOptions } from '../checks.js';
import { describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import type { NativePredictOptions } from '../native.js';
import { threadCount } from '../params.js';

/**
 * What a prediction returns per row:
 * - `value`: the margin transformed by the objective (a probability, a count, …), one number per class
 * - `margin`: the sum of the trees and the base score, one number per class
 * - `leaf`: the number of the leaf in each tree
 * - `contributions`: SHAP values, (features + 1) per class; the last is the base value and they add up to `margin` as
 *   far as Float32 goes (see TreeEnsemble for exact ones)
 */
export type PredictionType = 'value' | 'margin' | 'leaf' | 'contributions';

/** Which boosting rounds of a model to use: from the first, up to but excluding the second. */
export type IterationRange = readonly [begin: number, end: number];

/** How to predict. */
export interface PredictOptions extends JobOptions {
  /** What to return per row. @default 'value' */
  readonly type?: PredictionType;
  /** Rounds to use. @default up to the best iteration of an early-stopped training, else all */
  readonly iterations?: IterationRange;
  /** Threads to use. @default all processors */
  readonly threads?: number;
  /**
   * Who predicts: XGBoost, or the flat form of its trees, whose values and margins are the same bits many times quicker
   * (see {@link TreeEnsemble.predict}). `flat` is an error where the model or the type has none; `auto` takes it once
   * there are enough rows to be worth making it. @default 'auto'
   */
  readonly engine?: PredictionEngine;
}

/** See {@link PredictOptions.engine}. */
export type PredictionEngine = 'auto' | 'xgboost' | 'flat';

const ENGINES: readonly PredictionEngine[] = ['auto', 'xgboost', 'flat'];

/** XGBoost's numbers. */
export const PREDICTION_TYPES: Readonly<Record<PredictionType, number>> = {
  value: 0,
  margin: 1,
  contributions: 2,
  leaf: 6,
};
const TYPE_NAMES = Object.keys(PREDICTION_TYPES) as PredictionType[];
const OPTION_NAMES: readonly (keyof PredictOptions)[] = ['type', 'iterations', 'threads', 'engine', 'signal', 'logger'];

/** Checks the options and converts them to the native form. `best` is the default end of the rounds; 0 means all. */
export function toNativePredict(
  options: PredictOptions | undefined,
  rounds: number,
  best: number,
): NativePredictOptions {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const [begin, end] = checkRange(checked.iterations ?? [0, best], rounds);
  return {
    type: PREDICTION_TYPES[checkOneOf('type', checked.type ?? 'value', TYPE_NAMES)],
    begin,
    end,
    threads: threadCount('threads', checked.threads),
  };
}

/** Checks who is to predict. */
export function checkEngine(options: PredictOptions | undefined): PredictionEngine {
  return checkOneOf('engine', options?.engine ?? 'auto', ENGINES);
}

/** A range within the model's rounds; an end of 0 means the last. */
export function checkRange(range: unknown, rounds: number): IterationRange {
  if (!Array.isArray(range) || range.length !== 2) {
    throw invalidArgument('iterations', `expected [begin, end], got ${describe(range)}`);
  }
  const begin = checkInteger('iterations[0]', range[0], 0, rounds);
  const end = checkInteger('iterations[1]', range[1], 0, rounds);
  if (end !== 0 && end <= begin) throw invalidArgument('iterations', `the end ${end} is not after the start ${begin}`);
  return [begin, end];
}
