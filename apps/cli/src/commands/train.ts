import type { Command } from '@commander-js/extra-typings';
import { EXIT, throwIfAborted } from '@dqs/core';
import type { Manifest, TrainResult } from '@dqs/pipelines';

import type { InputsRead } from '../inputs.js';
import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs train`: from a history to a bundle. */
export function defineTrain(program: Command): void {
  defineCommand(program, {
    name: 'train',
    summary: 'train a model and compare it with naive forecasts',
    description:
      'The last dates are set aside for the test and never trained on. --out becomes a bundle: a directory with the model, ' +
      'its training data and its scores. An existing bundle is replaced, anything else is left alone. ' +
      'The cheap gates check the result; if one fails, the bundle is still written and ' +
      'records it, a registry will not promote it, and the exit code is 3. dqs validate runs all gates.',
    examples: [
      'dqs train --input history.csv.gz --out model',
      'dqs train --input "logs/*.parquet" --spec classic --rounds 100 --out model',
      'dqs train --panel panel.parquet --param num_leaves=63 --early-stopping 20 --refit --out model',
      'cat history.csv | dqs train --input - --out model --json',
      'dqs train --input history.csv.gz --limit minSkill=0.05 --out model',
    ],
    work: train,
  });
}

async function train({ settings, hooks }: CommandContext<'train'>): Promise<CommandResult> {
  const { readInputs } = await import('../inputs.js');
  const { trainingSettings } = await import('../training-settings.js');
  const { gateLimits } = await import('../validation/gate-limits.js');
  const started = performance.now();
  const out = required(settings.out, 'out');
  const options = await trainingSettings(settings);
  const limits = settings.noGates ? false : await gateLimits(settings);
  const { panel, summary } = await readInputs(settings, hooks);
  hooks.logger.info({ cells: panel.cells.key.length, keys: panel.keys.length }, 'the history is read, training starts');
  const { trainModel, writeBundle } = await import('@dqs/pipelines');
  const read = performance.now() - started;
  const result = await trainModel(panel, options, hooks, limits);
  try {
    throwIfAborted(hooks.signal);
    const writing = performance.now();
    const manifest = await writeBundle(out, result.bundle);
    const timings = { read, ...result.timings, write: performance.now() - writing };
    const total = performance.now() - started;
    const json = trainedJson(out, manifest, result, { input: summary, timings: rounded({ ...timings, total }) });
    const exitCode = result.gates?.passed === false ? EXIT.gateFailed : EXIT.ok;
    return { json, text: () => trainedText(json, result), exitCode };
  } finally {
    result.predictor.model.close();
  }
}

interface RunFacts {
  readonly input: InputsRead['summary'];
  readonly timings: Readonly<Record<string, number>>;
}

function trainedJson(bundle: string, manifest: Manifest, { history, evaluation, gates }: TrainResult, facts: RunFacts) {
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
    evaluation,
    gates: gates ?? { skipped: true },
    ...facts,
  };
}

async function trainedText(json: ReturnType<typeof trainedJson>, { evaluation, gates }: TrainResult): Promise<string> {
  const { duration, gatesSummary, rowsReadText, scoresText, whole } = await import('@dqs/reports/text');
  const scores = evaluation ? scoresText(evaluation) : 'No dates were set aside for a test, so nothing was measured.\n';
  const { bundle, backend, rounds, features, series, training, timings, refit } = json;
  const stages = Object.entries(timings).filter(([name]) => name !== 'total');
  return (
    `${rowsReadText(json.input)}\n\n${scores}\n` +
    `${backend}, ${rounds} rounds, ${features} features, ${whole(series)} series; trained on ${whole(training.rows)} rows, ` +
    `${training.from} to ${training.to}${refit ? ' (retrained on all dates after the test)' : ''}\n` +
    `Bundle written to ${bundle} after ${duration(timings['total'] ?? 0)} ` +
    `(${stages.map(([name, ms]) => `${name} ${duration(ms)}`).join(', ')})\n` +
    gatesSummary(gates)
  );
}

function rounded(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(10 * ms) / 10]));
}
