import type { Dataset } from '../dataset/dataset.js';
import type { NativeTrainOptions } from '../native.js';
import { EarlyStopper } from './early-stopper.js';
import { roundMetrics } from './options.js';
import { Steps } from './steps.js';
import type { TrainOptions, TrainResult } from './train-options.js';

type Stopped = TrainResult['stopped'];

/**
 * The native training loop, run from JavaScript round by round because it calls functions of the caller.
 * @param plan checked options; its metric may be one of the caller's
 */
export async function trainStepwise(
  dataset: Dataset,
  options: TrainOptions,
  plan: NativeTrainOptions,
): Promise<TrainResult> {
  const validSets = options.validSets ?? [];
  const sets = validSets.map((set) => set.dataset);
  const steps = await Steps.start(plan, { ...options, dataset, sets });
  try {
    const stopper = new EarlyStopper(
      plan,
      steps.metrics,
      sets.map((set) => set !== dataset),
    );
    const recorder = new Recorder(
      validSets.map(({ name }) => name),
      steps.metrics.map(({ name }) => name),
    );
    const [stopped, best] = await runRounds(steps, stopper, recorder, options, plan);
    const chosen = plan.patience > 0 ? best : 0;
    const booster = steps.finish(plan.keepTraining, chosen, options.initModel?.pandasLine);
    return { booster, bestIteration: best, history: recorder.history, stopped };
  } catch (error) {
    steps.close();
    throw error;
  }
}

/** @returns why it ended, and the iteration to use */
async function runRounds(
  steps: Steps,
  stopper: EarlyStopper,
  recorder: Recorder,
  { onProgress, onIteration }: TrainOptions,
  plan: NativeTrainOptions,
): Promise<[Stopped, number]> {
  let before = steps.iterations;
  for (let round = 0; round < plan.rounds; round++) {
    const finished = await steps.update(plan.learningRates?.[round]);
    const now = steps.iterations;
    // LightGBM undoes an iteration without a split, except the first (a constant).
    if (now > before) {
      const values = await steps.evaluate();
      const metrics = recorder.add(values);
      onProgress?.(now, metrics);
      const word = await onIteration?.(now, metrics);
      const best = stopper.add(round, now, values);
      if (best !== undefined) return ['early', best];
      if (word === 'stop') return ['callback', stopper.firstBest(now)];
    }
    before = now;
    if (finished) return ['no-split', stopper.firstBest(now)];
  }
  return ['rounds', stopper.firstBest(before)];
}

/** The values of all rounds by name. */
class Recorder {
  readonly #sets: readonly string[];
  readonly #metrics: readonly string[];
  readonly #rounds: (readonly number[])[] = [];

  constructor(sets: readonly string[], metrics: readonly string[]) {
    this.#sets = sets;
    this.#metrics = metrics;
  }

  add(values: readonly number[]): ReturnType<typeof roundMetrics> {
    this.#rounds.push(values);
    return roundMetrics(this.#sets, this.#metrics, values);
  }

  get history(): TrainResult['history'] {
    const series = (at: number) => Float64Array.from(this.#rounds, (values) => values[at] ?? NaN);
    const ofSet = (s: number) => this.#metrics.map((metric, m) => [metric, series(s * this.#metrics.length + m)]);
    return Object.fromEntries(this.#sets.map((set, s) => [set, Object.fromEntries(ofSet(s)) as never]));
  }
}
