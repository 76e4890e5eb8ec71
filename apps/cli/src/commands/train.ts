import { EXIT, throwIfAborted } from '@dqs/core';
import { closePredictor, trainModel, type Manifest, type TrainResult } from '@dqs/pipelines';
import { duration, gatesSummary, rowsReadText, scoresText, whole } from '@dqs/reports/text';
import { limitsOf, trainingOptions, writeBundleAt } from '@dqs/runtime';
import { readInputs, type InputsRead } from '@dqs/runtime/history';
import { required, type GATES, type INPUT, type TRAINING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs train`: trains a model on a history and writes a bundle. */
export async function train({
  settings,
  hooks,
}: CommandContext<
  (typeof INPUT | typeof TRAINING | typeof GATES)[number] | 'bundleOut' | 'sample' | 'refit' | 'machines' | 'rank'
>): Promise<CommandResult> {
  const started = performance.now();
  const out = required(settings.bundleOut, 'bundleOut');
  const options = await trainingOptions(settings);
  const limits = settings.noGates ? false : limitsOf(settings);
  // Handed on and not held here: a panel takes more memory than the history that is made of it.
  const { summary, set, read, training } = await readInputs(settings, hooks).then(({ panel, ...others }) => {
    hooks.logger.info(
      { cells: panel.cells.key.length, keys: panel.keys.length },
      'the history is read, training starts',
    );
    const took = performance.now() - started;
    return { ...others, read: took, training: trainModel(panel, { ...options, limits }, hooks) };
  });
  const result = await training;
  try {
    throwIfAborted(hooks.signal);
    const writing = performance.now();
    const manifest = await writeBundleAt(out, naming(set, result.bundle));
    const timings = { read, ...result.timings, write: performance.now() - writing };
    const total = performance.now() - started;
    const json = trainedJson(out, manifest, result, { input: summary, timings: rounded({ ...timings, total }) });
    const exitCode = result.gates?.passed === false ? EXIT.gateFailed : EXIT.ok;
    return { json, text: () => trainedText(json, result), exitCode };
  } finally {
    closePredictor(result.predictor);
  }
}

/** A bundle that names the panel set of its history, if that is one. */
function naming(panelSet: InputsRead['set'], bundle: TrainResult['bundle']): TrainResult['bundle'] {
  if (panelSet === undefined) return bundle;
  const { manifest } = bundle;
  return { ...bundle, manifest: { ...manifest, data: { ...manifest.data, panelSet } } };
}

interface RunFacts {
  readonly input: InputsRead['summary'];
  readonly timings: Readonly<Record<string, number>>;
}

function trainedJson(
  bundle: string,
  manifest: Manifest,
  { history, evaluation, gates, curve }: TrainResult,
  facts: RunFacts,
) {
  const { backend, objective, rounds, seed, training, data, refit, contract } = manifest;
  return {
    bundle,
    backend,
    objective,
    rounds,
    seed,
    features: contract.features.length,
    series: history.series.length,
    training,
    data,
    refit,
    ...(curve && { learningCurve: curve }),
    evaluation,
    gates: gates ?? { skipped: true },
    ...facts,
  };
}

function trainedText(json: ReturnType<typeof trainedJson>, { evaluation, gates, curve }: TrainResult): string {
  const scores = evaluation ? scoresText(evaluation) : 'No dates were set aside for a test, so nothing was measured.\n';
  const { bundle, backend, rounds, features, series, training, timings, refit } = json;
  const stages = Object.entries(timings).filter(([name]) => name !== 'total');
  return (
    `${rowsReadText(json.input)}\n\n${scores}\n${curve ? curveText(curve) : ''}` +
    `${backend}, ${rounds} rounds, ${features} features, ${whole(series)} series; trained on ${rowsText(training)}, ` +
    `${training.from} to ${training.to}${refit ? ' (retrained on all dates after the test)' : ''}\n` +
    `Bundle written to ${bundle} after ${duration(timings['total'] ?? 0)} ` +
    `(${stages.map(([name, ms]) => `${name} ${duration(ms)}`).join(', ')})\n` +
    gatesSummary(gates)
  );
}

function rowsText({ rows, sample }: Manifest['training']): string {
  return sample
    ? `${whole(sample.rows)} of ${whole(rows)} rows (--sample ${shareText(sample.share)})`
    : `${whole(rows)} rows`;
}

/** The errors at growing shares of the rows, and the share that was taken. */
function curveText({ points, trend, margin, share }: NonNullable<TrainResult['curve']>): string {
  const lines = points.map(
    (point) =>
      `  ${shareText(point.share).padStart(6)}  ${whole(point.rows).padStart(12)} rows  MAE ${point.mae.toFixed(3)}`,
  );
  const allowed = ((1 + margin) * trend).toFixed(3);
  return (
    `Learning curve on the last training days:\n${lines.join('\n')}\n` +
    `All rows would have ${trend.toFixed(3)} by this trend; ${shareText(share)} is the smallest share up to ${allowed}\n\n`
  );
}

/** A share as a fraction where it is one. */
function shareText(share: number): string {
  const below = 1 / share;
  if (share === 1) return 'all';
  return Number.isInteger(below) ? `1/${below}` : String(share);
}

function rounded(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(10 * ms) / 10]));
}
