import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type Clock,
  type DailyPanel,
  DQS_VERSION,
  formatDay,
  type GateReport,
  SYSTEM_CLOCK,
  throwIfAborted,
  type Hooks,
} from '@dqs/core';
import { askSeriesBySeries, SeriesHistory } from '@dqs/features';
import type { GateLimits } from '@dqs/validation';

import type { Manifest } from '../bundle/manifest.js';
import { MANIFEST_SCHEMA_VERSION } from '../bundle/manifest.js';
import { predictorFiles } from '../bundle/predictor-files.js';
import { packHistory, type BundleContent, type PackedHistory } from '../bundle/write-bundle.js';
import {
  evaluationOf,
  forecastRowsOf,
  testRows,
  type Evaluation,
  type EvaluationRows,
  type TestRows,
} from '../evaluate/evaluate.js';
import { fit, LEARNING, type Fit } from './fit.js';
import { learnsDistribution, trainOptions, type ResolvedTrainOptions, type TrainOptions } from './options.js';
import { closePredictor, withLearnedMixture, type Predictor } from '../forecast/predict.js';
import type { LearningCurve } from './sample/learning-curve.js';
import { splitDays, type DaySplit } from './split.js';
import { trainingGates } from '../validate/training-gates.js';

/** Test rows, about, that are made while the model learns. */
const MOST_BESIDE = 200_000;

/** A training's result: what to write, what to show. Close `predictor.model` when done. */
export interface TrainResult {
  readonly bundle: BundleContent;
  readonly predictor: Predictor;
  /** Scores on the test days; null if none were kept. */
  readonly evaluation: Evaluation | null;
  /** The report of the gates; null if they were left out, which the bundle records. */
  readonly gates: GateReport | null;
  readonly history: SeriesHistory;
  /** Errors at growing shares of the rows, where the training chose the share itself. */
  readonly curve?: LearningCurve | undefined;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** How to train, and what the gates ask of the result. */
export interface GatedTrainOptions extends TrainOptions {
  /** Limits of the gates that differ from their defaults; false leaves the gates out, which the manifest tells. @default {} */
  readonly limits?: Partial<GateLimits> | false;
}

/**
 * Trains a model on a panel and measures it, next to the naive forecasts, on the last days, which it has not seen. The cheap
 * gates look at the result; `validateBundle` has all of them.
 *
 * @throws DqsError `invalid-argument`, `not-enough-history`, `model-training-failed`, `aborted`.
 */
export async function trainModel(
  panel: DailyPanel,
  { limits = {}, ...given }: GatedTrainOptions = {},
  hooks: Hooks = {},
): Promise<TrainResult> {
  // Not awaited: while it runs nothing here may hold the panel, which takes more memory than the history.
  return trainPrepared(prepare(panel, trainOptions(given)), limits, hooks);
}

/** What is needed of a panel once its history is made. */
interface PreparedTraining {
  readonly options: ResolvedTrainOptions;
  readonly history: SeriesHistory;
  readonly split: DaySplit;
  readonly executions: number;
  readonly packed: Promise<PackedHistory>;
  /** Milliseconds that it took. */
  readonly took: number;
}

function prepare(panel: DailyPanel, options: ResolvedTrainOptions): PreparedTraining {
  const started = performance.now();
  const history = SeriesHistory.fromPanel(panel);
  askSeriesBySeries(history);
  const split = splitDays(history, {
    ...options,
    validationFraction: options.earlyStopping === undefined ? 0 : options.validationFraction,
  });
  const packed = packHistory(panel, learnsDistribution(options));
  // A failure before it is awaited must not leave this promise without a listener.
  packed.catch(() => undefined);
  const executions = sum(panel.cells.passes) + sum(panel.cells.fails);
  return { options, history, split, executions, packed, took: performance.now() - started };
}

async function trainPrepared(
  { options, history, split, executions, packed, took }: PreparedTraining,
  limits: Partial<GateLimits> | false,
  hooks: Hooks,
): Promise<TrainResult> {
  const isReplaced = options.refit && split.test !== undefined;
  // What is only tested need not forecast further ahead than the test.
  const horizons = isReplaced ? [options.horizon] : undefined;
  const { told, begun } = whenLearning(hooks);
  const fitting = fit(history, split, { ...options, horizons, isProfiled: !isReplaced }, told);
  const tests = testedBeside(history, split, options, { begun, fitting }, hooks.signal);
  // What the training fails with is what is told.
  tests.catch(() => undefined);
  const trained = await fitting;
  const evaluated = performance.now();
  hooks.onProgress?.({ stage: 'evaluate', done: 0, unit: 'rows' });
  const known = await tests;
  const rows = known && forecastRowsOf(trained.predictor, history, known, options.threads);
  const evaluation = rows && split.test ? evaluationOf(rows, split.test, options.horizon) : null;
  const timings = { history: took, ...trained.timings, evaluate: performance.now() - evaluated };
  const tested = isReplaced ? await refitOnAllDays(history, options, hooks, trained) : trained;
  const final = { ...tested, predictor: withLearnedMixture(tested.predictor, history, options.threads) };
  const packedHistory = await packed;
  const { fingerprint } = packedHistory;
  const clock = hooks.clock ?? SYSTEM_CLOCK;
  const manifest = manifestOf({ executions, fingerprint, history, options, final, evaluation, clock });
  const gating = performance.now();
  const gates = gatesOf({ manifest, history, rows, final }, limits);
  const gated = performance.now();
  return {
    bundle: {
      manifest: { ...manifest, gates: gates ?? { skipped: true } },
      modelFiles: predictorFiles(final.predictor),
      profile: final.profile!,
      history: packedHistory,
    },
    predictor: final.predictor,
    evaluation,
    gates,
    history,
    curve: trained.sample?.curve,
    timings: { ...timings, gates: gated - gating },
  };
}

/** Hooks that also tell when the first round has been learned: what prepares a training on this thread is over then. */
function whenLearning(hooks: Hooks): { readonly told: Hooks; readonly begun: Promise<void> } {
  let begin: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const onProgress: Hooks['onProgress'] = (progress) => {
    if (progress.stage === LEARNING) begin();
    hooks.onProgress?.(progress);
  };
  return { told: { ...hooks, onProgress }, begun };
}

/** A training that runs. */
interface RunningFit {
  /** Settles when it has begun to learn; never where it ends without. */
  readonly begun: Promise<void>;
  readonly fitting: Promise<unknown>;
}

/**
 * The rows to test on, with all that is known of them without a model: few are made while the model learns, which leaves this thread
 * idle, and many after it, since they take memory. Undefined if there are none.
 */
async function testedBeside(
  history: SeriesHistory,
  { train, validation, test }: DaySplit,
  options: ResolvedTrainOptions,
  { begun, fitting }: RunningFit,
  signal: AbortSignal | undefined,
): Promise<TestRows | undefined> {
  if (!test) return undefined;
  const share = (test.to - test.from + 1) / (history.lastDay - history.firstDay + 1);
  await (share * history.day.length > MOST_BESIDE ? fitting : Promise.race([begun, fitting]));
  const spans = { train: { from: train.from, to: (validation ?? train).to }, test };
  return testRows(history, spans, options, async () => {
    await nextTurn();
    throwIfAborted(signal);
  });
}

interface GatedTraining {
  readonly manifest: Omit<Manifest, 'files'>;
  readonly history: SeriesHistory;
  readonly rows: EvaluationRows | undefined;
  readonly final: Fit;
}

function gatesOf({ final, ...trained }: GatedTraining, limits: Partial<GateLimits> | false): GateReport | null {
  if (limits === false) return null;
  return trainingGates({ ...trained, columns: final.predictor.model.columns }, limits);
}

async function refitOnAllDays(history: SeriesHistory, options: ResolvedTrainOptions, hooks: Hooks, tested: Fit) {
  const { rounds } = tested.training;
  closePredictor(tested.predictor);
  const span = { from: tested.span.from, to: history.lastDay };
  const sample = tested.sample?.share ?? 1;
  return fit(history, { train: span }, { ...options, rounds, sample, isProfiled: true }, hooks);
}

interface ManifestInput {
  /** Rule results that passed or failed. */
  readonly executions: number;
  readonly fingerprint: string;
  readonly history: SeriesHistory;
  readonly options: ResolvedTrainOptions;
  readonly final: Fit;
  readonly evaluation: Evaluation | null;
  readonly clock: Clock;
}

function manifestOf({
  executions,
  fingerprint,
  history,
  options,
  final,
  evaluation,
  clock,
}: ManifestInput): Omit<Manifest, 'files'> {
  const { predictor, training, span } = final;
  const { model, contract, pointRule, horizon } = predictor;
  return {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    createdAt: new Date(clock.now()).toISOString(),
    backend: model.backend,
    ...(model.engine && { engine: model.engine }),
    objective: options.objective,
    params: training.params,
    rounds: training.rounds,
    seed: options.seed,
    horizon,
    pointRule,
    contract,
    training: {
      from: formatDay(span.from),
      to: formatDay(span.to),
      rows: final.rows,
      halfLifeDays: options.halfLifeDays,
      ...(final.sample && { sample: { share: final.sample.share, rows: final.sample.rows } }),
    },
    data: {
      fingerprint,
      from: formatDay(history.firstDay),
      to: formatDay(history.lastDay),
      series: history.series.length,
      executions,
    },
    evaluation,
    refit: options.refit && evaluation !== null,
    versions: { dqs: DQS_VERSION, node: process.versions.node, ...training.versions },
  };
}

function sum(values: Int32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
