import type { Command } from '@commander-js/extra-typings';
import { DqsError, forecastRecord, type DailyPanel, type ForecastRow } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import type { Forecaster, LoadedBundle } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

type Context = CommandContext<'predict'>;

/** `dqs predict`: forecasts from a bundle. */
export function definePredict(program: Command): void {
  defineCommand(program, {
    name: 'predict',
    summary: 'forecast one series or all of them',
    description:
      'The bundle contains the history it was trained on, so nothing else is needed. A newer history from --input or ' +
      '--panel replaces it from its first day on. Each forecast is shown next to the naive one.',
    examples: [
      'dqs predict --model model --all --top 10',
      'dqs predict --model model --all --date 2025-05-15 --format csv --out forecasts.csv',
      'dqs predict --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102 --date 2025-05-15',
      'dqs predict --model model --input yesterday.csv --all --json',
    ],
    work: predict,
  });
}

async function predict(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const started = performance.now();
  const path = required(settings.model, 'model');
  assertOneOrAll(context);
  const { openModel } = await import('../open-model.js');
  const { Forecaster } = await import('@dqs/pipelines');
  const { bundle, name, version } = await openModel(path, settings);
  try {
    const forecaster = new Forecaster(bundle, await historyFor(context, bundle), version);
    const rows = forecastRows(context, forecaster).slice(0, settings.top);
    return await resultOf(context, rows, { model: name, milliseconds: Math.round(performance.now() - started) });
  } finally {
    bundle.predictor.model.close();
  }
}

function assertOneOrAll({ settings: { all, tenant, dataset, rule } }: Context): void {
  const isOne = dataset !== undefined && rule !== undefined;
  const isAll = all === true && tenant === undefined && dataset === undefined && rule === undefined;
  if (isAll || (isOne && !all)) return;
  throw new DqsError(
    'config-invalid',
    'expected either --all, or both --dataset and --rule of one series, with --tenant if several tenants have it',
  );
}

/** The history to forecast from: the bundle's, brought up to date by what was given. */
async function historyFor({ settings, hooks }: Context, bundle: LoadedBundle): Promise<DailyPanel> {
  if (settings.input === undefined && settings.panel === undefined) return bundle.history();
  const { readInputs } = await import('../inputs.js');
  const { withFresher } = await import('../fresher-history.js');
  return withFresher(bundle.history(), (await readInputs(settings, hooks)).panel);
}

function forecastRows({ settings }: Context, forecaster: Forecaster): ForecastRow[] {
  const { tenant, dataset, rule, asOf, threads } = settings;
  const day = settings.date ?? (asOf ?? forecaster.history.lastDay) + 1;
  if (dataset === undefined || rule === undefined) return forecaster.all({ day, asOf }, threads);
  return [forecaster.one({ tenantId: tenant, datasetUuid: dataset, ruleCode: rule, day, asOf }, threads)];
}

async function resultOf(
  { settings }: Context,
  rows: readonly ForecastRow[],
  facts: { readonly model: string; readonly milliseconds: number },
): Promise<CommandResult> {
  const { forecastsText } = await import('@dqs/reports/text');
  const { out, format = formatOf(out) } = settings;
  const json = { ...facts, out, forecasts: rows.map(forecastRecord) };
  if (out === undefined) return { json, text: () => forecastsText(rows, format), isData: format !== 'table' };
  await writeFileAtomic(out, forecastsText(rows, format));
  return { json, text: () => `${rows.length} forecasts written to ${out}\n` };
}

/** The format that the ending of a file asks for. */
function formatOf(out: string | undefined): 'table' | 'csv' | 'json' | 'jsonl' {
  const ending = /\.(csv|json|jsonl)$/.exec(out ?? '')?.[1];
  return (ending as 'csv' | 'json' | 'jsonl' | undefined) ?? 'table';
}
