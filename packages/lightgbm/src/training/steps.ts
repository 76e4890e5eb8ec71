import { native } from '../binding.js';
import { Booster } from '../booster/booster.js';
import { TrainableBooster } from '../booster/trainable.js';
import type { Dataset } from '../dataset/dataset.js';
import { call, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import type { Handle, NativeTrainOptions } from '../native.js';
import { higherIsBetter } from '../param-names.js';
import type { EvaluatedMetric } from './early-stopper.js';
import { checkGradients } from './own-functions.js';
import type { OwnFunctions } from './own-functions.js';

/** Settings of a model in training. */
export interface StepsOptions extends JobOptions, OwnFunctions {
  readonly dataset: Dataset;
  /** Sets to evaluate; the training data may be one. */
  readonly sets: readonly Dataset[];
}

interface RowCounts {
  readonly training: number;
  readonly sets: readonly number[];
}

/** A model trained round by round from JavaScript, so that functions of the caller can run in between. */
export class Steps {
  readonly #booster: Handle;
  readonly #options: StepsOptions;
  readonly #job: JobOptions;
  /** LightGBM's number of each set: 0 is the training data, 1… the others in order. */
  readonly #indices: readonly number[];
  /** Captured before the first round: the caller may then close its datasets. */
  readonly #rows: RowCounts;
  /** All metrics: LightGBM's, then the caller's. */
  readonly metrics: readonly EvaluatedMetric[];

  private constructor(booster: Handle, names: readonly string[], options: StepsOptions, rows: RowCounts) {
    this.#booster = booster;
    this.#rows = rows;
    this.#options = options;
    this.#job = { signal: options.signal, logger: options.logger };
    let last = 0;
    this.#indices = options.sets.map((set) => (set === options.dataset ? 0 : ++last));
    const own = (options.customMetrics ?? []).map(({ name, higherIsBetter: higher = false }) => {
      return { name, higherIsBetter: higher };
    });
    this.metrics = [...names.map((name) => ({ name, higherIsBetter: higherIsBetter(name) })), ...own];
  }

  /** A model without rounds, or with those of an initial model. */
  static async start(plan: Omit<NativeTrainOptions, 'sets'>, options: StepsOptions): Promise<Steps> {
    const sets = options.sets.map((set, i) => ({ name: String(i), dataset: set.handle }));
    const { metric: _, learningRates: __, ...rest } = plan;
    const rows = { training: options.dataset.numRows, sets: options.sets.map((set) => set.numRows) };
    const untrained: NativeTrainOptions = { ...rest, rounds: 0, patience: 0, sets, keepTraining: true };
    const { booster, metrics } = await runJob({ signal: options.signal, logger: options.logger }, (abort) =>
      native().boosterTrain(options.dataset.handle, { ...untrained, abort }),
    );
    const steps = new Steps(booster, metrics, options, rows);
    const names = steps.metrics.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice === undefined) return steps;
    steps.close();
    throw invalidArgument('customMetrics', `"${twice}" is evaluated twice`);
  }

  /** Iterations the model has. */
  get iterations(): number {
    return call(() => native().boosterInfo(this.#booster)).iterations;
  }

  /** One round. @returns true when there was nothing left to split */
  async update(learningRate: number | undefined): Promise<boolean> {
    if (learningRate !== undefined) {
      const text = `learning_rate=${shortestText(learningRate)}`;
      await this.#run(() => native().boosterResetParameter(this.#booster, text));
    }
    const { customObjective, dataset } = this.#options;
    if (customObjective === undefined) return this.#run(() => native().boosterUpdate(this.#booster));
    const scores = await this.#predictions(0, this.#rows.training);
    const derivatives = checkGradients(await customObjective(scores, dataset), scores.length);
    const classes = scores.length / this.#rows.training;
    const [gradients, hessians] = [derivatives.gradients, derivatives.hessians].map((values) =>
      toClassMajor(values, classes),
    ) as [Float32Array, Float32Array];
    return this.#run(() => native().boosterUpdateCustom(this.#booster, gradients, hessians));
  }

  /** The values of all metrics, set by set. */
  async evaluate(): Promise<number[]> {
    const values: number[] = [];
    for (const [i, set] of this.#options.sets.entries()) {
      const index = this.#indices[i] as number;
      values.push(...(await this.#run(() => native().boosterEval(this.#booster, index))));
      const own = this.#options.customMetrics ?? [];
      const predictions = own.length > 0 ? await this.#predictions(index, this.#rows.sets[i] as number) : undefined;
      for (const { name, evaluate } of own) {
        // Each metric gets its own copy of the predictions and may modify it.
        const value: unknown = await evaluate((predictions as Float64Array).slice(), set);
        if (typeof value !== 'number') throw invalidArgument(`customMetrics.${name}`, 'expected it to return a number');
        values.push(value);
      }
    }
    return values;
  }

  /** The model, with or without its training state. */
  finish(keepTraining: boolean, bestIteration: number, pandasLine?: string): Booster {
    if (keepTraining) return new TrainableBooster(this.#booster, bestIteration, pandasLine);
    const text = call(() => native().boosterToString(this.#booster, 0, -1, 0));
    this.close();
    const finished = Booster.fromString(text + (pandasLine ?? ''));
    finished.bestIteration = bestIteration;
    return finished;
  }

  /** Frees the memory. */
  close(): void {
    call(() => native().boosterClose(this.#booster));
  }

  /** Rows × classes, row after row. */
  async #predictions(index: number, rows: number): Promise<Float64Array> {
    const byClass = await this.#run(() => native().boosterInnerPredict(this.#booster, index));
    return toRowMajor(byClass, byClass.length / rows);
  }

  #run<T>(start: () => Promise<{ readonly value: T; readonly log: readonly string[] }>): Promise<T> {
    return runJob(this.#job, start);
  }
}

/** A number as the native loop and Python pass it to LightGBM, whose parser is not exact for every form. */
const shortestText = (value: number): string => (value !== 0 && value < 1e-4 ? value.toExponential() : String(value));

/** rows × classes → classes × rows, the order LightGBM keeps scores in. */
export function toClassMajor<T extends Float32Array | Float64Array>(values: T, classes: number): T {
  const rows = values.length / classes;
  return values.map((_, i) => values[(i % rows) * classes + Math.floor(i / rows)] as number) as T;
}

/** classes × rows → rows × classes. */
function toRowMajor(values: Float64Array, classes: number): Float64Array {
  return classes === 1 ? values : toClassMajor(values, values.length / classes);
}
