import { checkInteger, checkNumber, checkOptions, checkString } from '../checks.js';
import { describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import type { NativePlan } from '../native.js';
import { METRICS } from '../param-names.js';
import { isOn } from '../params.js';
import type { ResolvedParams } from '../params.js';

/** Metric values of one round: set → metric → value. */
export type RoundMetrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** When to stop before all rounds are done. */
export interface EarlyStopping {
  /** Stop when a metric has not improved on a validation set for this many rounds. */
  readonly rounds: number;
  /**
   * The metric to watch, by the name in the history, e.g. `l2`, or an alias of it.
   * @default any of them; with the parameter `first_metric_only` the first
   */
  readonly metric?: string;
  /** Minimum change that counts as an improvement. @default 0 */
  readonly minDelta?: number;
}

/** Options common to every training. */
export interface TrainingOptions extends JobOptions {
  /** Boosting iterations. @default 100 */
  readonly rounds?: number;
  /** When to stop early; needs a validation set. @default never */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Called on the main thread after each round with the number of iterations the model has and the metrics. It does not
   * delay the training. An error it throws stops the training, which rejects with that error.
   */
  readonly onProgress?: (iteration: number, metrics: RoundMetrics) => void;
  /**
   * Learning rate of each round, as numbers or as a function of the round, with the precision of the parameter
   * learning_rate.
   * @default the parameter learning_rate
   */
  readonly learningRates?: readonly number[] | ((round: number) => number);
}

/** Values of a round, set by set, by name. */
export function roundMetrics(
  sets: readonly string[],
  metrics: readonly string[],
  values: ArrayLike<number>,
): RoundMetrics {
  const ofSet = (s: number) => metrics.map((metric, m) => [metric, values[s * metrics.length + m] ?? NaN]);
  return Object.fromEntries(sets.map((set, s) => [set, Object.fromEntries(ofSet(s)) as Record<string, number>]));
}

const MAX_INT32 = 2 ** 31 - 1;

/** Reads the options of any training. `own` are names of custom metrics. */
export function toPlan(
  options: TrainingOptions,
  params: ResolvedParams,
  own: readonly string[] = [],
): Omit<NativePlan, 'abort' | 'progress'> {
  const rounds = checkInteger('rounds', options.rounds ?? 100, 0, MAX_INT32);
  const { earlyStopping, onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalidArgument('onProgress', `expected a function, got ${describe(onProgress)}`);
  }
  const stopping = checkOptions('earlyStopping', earlyStopping, ['rounds', 'metric', 'minDelta']);
  const firstMetricOnly = isOn(params, 'first_metric_only');
  if (firstMetricOnly && stopping.metric !== undefined) {
    throw invalidArgument(
      'earlyStopping.metric',
      'params set "first_metric_only", which also chooses the metric: set only one of them',
    );
  }
  return {
    params: params.text,
    threads: params.threads,
    rounds,
    patience: earlyStopping === undefined ? 0 : checkInteger('earlyStopping.rounds', stopping.rounds, 1, MAX_INT32),
    minDelta: checkNumber('earlyStopping.minDelta', stopping.minDelta ?? 0, 0),
    firstMetricOnly,
    ...(stopping.metric === undefined ? {} : { metric: metricName(stopping.metric, own) }),
    ...(options.learningRates === undefined ? {} : { learningRates: toRates(options.learningRates, rounds) }),
  };
}

/** A metric's name in the history, from any of its names in any case. */
function metricName(given: unknown, own: readonly string[]): string {
  const name = checkString('earlyStopping.metric', given);
  if (own.includes(name)) return name;
  const [base = '', ...cutoff] = name.toLowerCase().split('@');
  const known = METRICS.get(base);
  return known === undefined ? name : [known, ...cutoff].join('@');
}

function toRates(rates: NonNullable<TrainingOptions['learningRates']>, rounds: number): Float64Array {
  const at = typeof rates === 'function' ? rates : (round: number) => rates[round];
  if (typeof rates !== 'function' && !Array.isArray(rates)) {
    throw invalidArgument('learningRates', `expected numbers or a function, got ${describe(rates)}`);
  }
  return Float64Array.from({ length: rounds }, (_, round) => checkNumber(`learningRates[${round}]`, at(round), 0));
}
