import { DQS_VERSION, formatDay, SYSTEM_CLOCK, type Clock, type DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import type { Manifest } from './bundle/manifest.js';
import { MANIFEST_SCHEMA_VERSION } from './bundle/manifest.js';
import { profileOf } from './bundle/profile.js';
import { packHistory, type BundleContent } from './bundle/write-bundle.js';
import { evaluationOf, forecastTestRows, type Evaluation } from './evaluation/evaluate.js';
import { fit, halfLifeOf, type Fit, type RunHooks } from './fit.js';
import { trainOptions, type TrainOptions } from './options.js';
import type { Predictor } from './predict.js';
import { splitDays } from './split.js';

/** A training's result: what to write, what to show. Close `predictor.model` when done. */
export interface TrainResult {
  readonly bundle: BundleContent;
  readonly predictor: Predictor;
  /** Scores on the test days; null where none were kept. */
  readonly evaluation: Evaluation | null;
  readonly history: SeriesHistory;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * Trains a model on a panel and measures it, beside the naive forecasts, on the last days, which it has not seen.
 *
 * @param hooks progress, an abort signal, a logger and a clock.
 * @throws DqsError `config-invalid`, `not-enough-history`, `model-training-failed`, `aborted`.
 */
export async function trainModel(
  panel: DailyPanel,
  given: Partial<TrainOptions> = {},
  hooks: RunHooks & { readonly clock?: Clock } = {},
): Promise<TrainResult> {
  const options = trainOptions(given);
  const started = performance.now();
  const history = SeriesHistory.fromPanel(panel);
  const split = splitDays(history, {
    ...options,
    validationFraction: options.earlyStopping === undefined ? 0 : options.validationFraction,
  });
  const packed = packHistory(panel);
  // A failure before the await below must not leave this promise without a listener.
  packed.catch(() => undefined);
  const prepared = performance.now() - started;
  const trained = await fit(history, split, options, hooks);
  const evaluated = performance.now();
  hooks.onProgress?.({ stage: 'evaluate', done: 0, unit: 'rows' });
  const evaluation = split.test
    ? evaluationOf(
        await forecastTestRows(trained.predictor, history, { train: trained.span, test: split.test }, options.threads),
        split.test,
        options.horizon,
      )
    : null;
  const timings = { history: prepared, ...trained.timings, evaluate: performance.now() - evaluated };
  const final = options.refit && split.test ? await refitOnAllDays(history, options, hooks, trained) : trained;
  const manifest = manifestOf({ panel, history, options, final, evaluation, clock: hooks.clock ?? SYSTEM_CLOCK });
  const packedHistory = await packed;
  return {
    bundle: {
      manifest: { ...manifest, data: { ...manifest.data, fingerprint: packedHistory.fingerprint } },
      modelFiles: final.predictor.model.save(),
      profile: profileOf(final.train),
      history: packedHistory,
    },
    predictor: final.predictor,
    evaluation,
    history,
    timings,
  };
}

async function refitOnAllDays(history: SeriesHistory, options: TrainOptions, hooks: RunHooks, tested: Fit) {
  const rounds = Number(tested.predictor.model.info['rounds'] ?? options.rounds);
  tested.predictor.model.close();
  const span = { from: tested.span.from, to: history.lastDay };
  return fit(history, { train: span }, { ...options, rounds }, hooks);
}

interface ManifestInput {
  readonly panel: DailyPanel;
  readonly history: SeriesHistory;
  readonly options: TrainOptions;
  readonly final: Fit;
  readonly evaluation: Evaluation | null;
  readonly clock: Clock;
}

function manifestOf({ panel, history, options, final, evaluation, clock }: ManifestInput): Omit<Manifest, 'files'> {
  const { model, contract, pointRule, horizon } = final.predictor;
  const { passes, fails } = panel.cells;
  return {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    createdAt: new Date(clock.now()).toISOString(),
    backend: model.backend,
    objective: options.objective,
    params: (model.info['params'] as Record<string, unknown> | undefined) ?? options.params,
    rounds: Number(model.info['rounds'] ?? 1),
    seed: options.seed,
    horizon,
    pointRule,
    contract,
    training: {
      from: formatDay(final.span.from),
      to: formatDay(final.span.to),
      rows: final.train.frame.rows,
      halfLifeDays: halfLifeOf(options),
    },
    data: {
      fingerprint: '',
      from: formatDay(history.firstDay),
      to: formatDay(history.lastDay),
      series: history.series.length,
      executions: sum(passes) + sum(fails),
    },
    evaluation,
    refit: options.refit && evaluation !== null,
    versions: { dqs: DQS_VERSION, node: process.versions.node, ...(model.info['versions'] as object | undefined) },
  };
}

function sum(values: Int32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
