import type { FeatureFrame, FrameColumn } from '@dqs/core';

import type { BackendDescriptor, Objective, ParameterValue } from './descriptor.js';

/** Rows a model learns from. All arrays have `frame.rows` entries; features are finite or NaN. */
export interface TrainingSet {
  readonly frame: FeatureFrame;
  /** Pass fraction of the day, in [0, 1]. */
  readonly target: Float32Array;
  /** Weight of the row: the executions of the day, less where age counts; finite, 0 or more, not all 0. */
  readonly weight: Float32Array;
}

/** Progress of one training round. */
export interface RoundProgress {
  /** Rounds done, 1 or more. */
  readonly round: number;
  /** Rounds in all unless stopped early. */
  readonly rounds: number;
  /** Validation loss after this round; undefined without a validation set. */
  readonly validationLoss?: number;
}

/** Machines that train one model together. */
export interface Machines {
  /** Every machine as `host:port`, the same list in the same order everywhere; two or more. */
  readonly addresses: readonly string[];
  /** Which of them this one is, from 0. */
  readonly rank: number;
}

/** The input of {@link ModelBackend.train}. */
export interface TrainRequest {
  readonly train: TrainingSet;
  /** Later days than those of `train`; needed for early stopping, never used to fit. */
  readonly validation?: TrainingSet;
  readonly objective: Objective;
  /**
   * Level of the quantile to forecast in place of what `objective` says, between 0 and 1; only for backends with the
   * capability `quantiles`.
   */
  readonly quantile?: number;
  /**
   * A model of the same backend and columns to go on from, which stays as it is; only for backends with the capability
   * `incremental`. The result knows what it knew, and learns from `train` on top.
   */
  readonly initial?: FittedModel;
  /** Boosting rounds, or trees of a forest; on top of those of `initial`. Backends without such ignore it. */
  readonly rounds: number;
  /** Stop when the validation loss has not improved for that many rounds; undefined never stops early. */
  readonly earlyStoppingRounds?: number;
  /** Parameters of the backend in its own names; they win over what the other options imply. */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** Same data, seed and parameters give the same bytes of model. */
  readonly seed: number;
  /** Threads to train with; 0 takes all cores. */
  readonly threads: number;
  /** How many trainings that run at once share those threads; the model is the same. @default 1 */
  readonly sharedBy?: number;
  /**
   * Trains together with other machines, which are all given the same rows and get the same model; only for backends with
   * the capability `distributed`, without `validation` and `initial`.
   */
  readonly machines?: Machines;
  readonly onRound?: (progress: RoundProgress) => void;
  /** Ends the training early with a DqsError `aborted`. */
  readonly signal?: AbortSignal;
}

/** The library that a model runs on, when it is not part of this package. */
export interface ModelEngine {
  /** Its usual name, e.g. `LightGBM`. */
  readonly name: string;
  /** Version of the library, e.g. `4.1.0`. */
  readonly version: string;
  /** npm package that brings it, to be named when it is missing. */
  readonly package: string;
}

/**
 * Where contributions add up: `log-odds`, the forecast being `1 / (1 + e^−sum)`, or `fraction`, the forecast being the
 * sum itself, cut off at 0 and 1.
 */
export type ContributionScale = 'log-odds' | 'fraction';

/** How much a column matters to a model. */
export interface ColumnImportance {
  readonly name: string;
  /**
   * Loss reduction over all splits on the column; of a linear model the change of its score when the column moves
   * by one standard deviation. Comparable
   * within a model only; 0 or more.
   */
  readonly gain: number;
  /** Number of splits on the column; 0 for models without splits. */
  readonly splits: number;
}

/** Name and kind of a column a model was trained with, in order. */
export type ModelColumn = Pick<FrameColumn, 'name' | 'kind'>;

/** How a model was trained, as its manifest tells it. Survives JSON. */
export interface ModelTraining {
  /** Rounds, trees or steps that the model has; after an early stop those up to the best. */
  readonly rounds: number;
  /** Parameters in the backend's own names. */
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Version of each library that trained it, by its name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Why boosting ended, in the library's word; undefined if there is nothing to end. */
  readonly stopped?: string;
}

/** A trained model. It may own native memory: call `close` when done; a second call does nothing. */
export interface FittedModel {
  /** Name of the backend that made it and can load it. */
  readonly backend: string;
  readonly columns: readonly ModelColumn[];
  /** The library that runs it; undefined if none is needed. */
  readonly engine?: ModelEngine;
  /** Scale of {@link contributions}; there when they are. */
  readonly contributionScale?: ContributionScale;
  /** How it was trained; of a model that {@link ModelBackend.load} gave only if its files tell. */
  readonly training?: ModelTraining;
  /**
   * Forecasts the pass fraction of every row: the mean for `cross-entropy` and `l2`, the median for `l1`; within [0, 1].
   * The array is the caller's own: no later call changes it. Trainings and other models may run at the same time.
   *
   * @param frame the columns of {@link columns}, in that order.
   * @param threads threads to use; 0 takes all cores.
   * @throws DqsError `feature-mismatch` if the columns differ.
   */
  predict(frame: FeatureFrame, threads?: number): Float64Array;
  /**
   * Forecasts rows that share their last columns with others, which {@link predict} would do bit for bit alike if the whole rows
   * were put together. Absent, or undefined as an answer, where there is no shorter way than that.
   *
   * @param rows the columns that are a row's own, the first ones of {@link columns}.
   * @param groups the columns that rows share, the others of {@link columns}, with one entry a group.
   * @param offsets group g has the rows `offsets[g] … offsets[g + 1] − 1`.
   * @throws DqsError `feature-mismatch` if the columns differ.
   */
  predictGroups?(
    rows: FeatureFrame,
    groups: FeatureFrame,
    offsets: Int32Array,
    threads?: number,
  ): Float64Array | undefined;
  /** Files of the model by name, in the library's own formats; {@link ModelBackend.load} reads them. */
  save(): ReadonlyMap<string, Uint8Array>;
  /** Importance by column, greatest gain first; empty where the backend knows none. */
  importance(): readonly ColumnImportance[];
  /**
   * Contribution of every column to every forecast: rows × (columns + 1), row-major, the last entry of a row being the
   * base value. Their sum is the forecast on {@link contributionScale}, within 1e-9.
   *
   * @throws DqsError `feature-mismatch` if the columns differ.
   */
  contributions?(frame: FeatureFrame, threads?: number): Float64Array;
  /** Frees native memory. */
  close(): void;
}

/** A model fresh from its training. */
export type TrainedModel = FittedModel & { readonly training: ModelTraining };

/** What a backend found when it tried itself. Survives JSON. */
export interface BackendCheck {
  /** Nothing keeps it from being used, or what is missing is an optional library. */
  readonly ok: boolean;
  /** What was found, in words: `works, predicts by flat-avx2`. */
  readonly found: string;
  /** What to do where something is missing. */
  readonly advice?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * A kind of model: what is known of it ({@link BackendDescriptor}), and how to train and load one. Implementations hold no
 * state between calls; `train` and `load` may run concurrently. Everything a model needs is in the files of
 * {@link FittedModel.save}; nothing in them is executed.
 */
export interface ModelBackend extends BackendDescriptor {
  /**
   * Learns from `request.train`.
   *
   * @throws DqsError `model-training-failed` or `not-enough-history` if the data cannot be learned from,
   * `invalid-argument` for a parameter the backend does not know, `model-backend-unsupported` for what its capabilities
   * rule out (see `assertSupported`), `model-engine-missing` if its library is not installed, `aborted` when the signal
   * fires.
   */
  train(request: TrainRequest): Promise<TrainedModel>;
  /**
   * A model from the files that `save` gave.
   *
   * @throws DqsError `bundle-corrupt` if they are not a model of this backend, `model-engine-missing` if its library is
   * not installed.
   */
  load(files: ReadonlyMap<string, Uint8Array>): Promise<FittedModel>;
  /** Tries what trainings and forecasts rest on, for `dqs doctor`; absent where there is nothing that could be missing. */
  selfCheck?(): Promise<BackendCheck>;
}
