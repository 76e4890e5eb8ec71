import { DqsError, forecastRecord, type ForecastRow } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { Forecaster } from '@dqs/pipelines';
import { forecastsText } from '@dqs/reports/text';
import { openModel } from '@dqs/runtime';
import { freshHistory } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  | (typeof INPUT)[number]
  | 'model'
  | 'registry'
  | 'tenant'
  | 'dataset'
  | 'rule'
  | 'all'
  | 'date'
  | 'asOf'
  | 'top'
  | 'format'
  | 'out'
  | 'threads'
>;

/** `dqs predict`: forecasts from a bundle. */
export async function predict(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const started = performance.now();
  const path = required(settings.model, 'model');
  assertOneOrAll(context);
  const { bundle, name, version } = await openModel(path, settings);
  try {
    const forecaster = new Forecaster(bundle, await freshHistory(settings, context.hooks, bundle.history()), version);
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

function forecastRows({ settings }: Context, forecaster: Forecaster): ForecastRow[] {
  const { tenant, dataset, rule, asOf, threads } = settings;
  const day = settings.date ?? (asOf ?? forecaster.history.lastDay) + 1;
  if (dataset === undefined || rule === undefined) return forecaster.all({ day, asOf }, { threads });
  return [forecaster.one({ tenantId: tenant, datasetUuid: dataset, ruleCode: rule, day, asOf }, { threads })];
}

async function resultOf(
  { settings }: Context,
  rows: readonly ForecastRow[],
  facts: { readonly model: string; readonly milliseconds: number },
): Promise<CommandResult> {
  const { out, format = formatOf(out) } = settings;
  const json = { ...facts, out, forecasts: rows.map(forecastRecord) };
  if (out === undefined) return { json, text: () => forecastsText(rows, format), isData: format !== 'table' };
  await writeFileAtomic(out, forecastsText(rows, format));
  return { json, text: () => `${rows.length} forecasts written to ${out}\n` };
}

/** The format by the extension of a file. */
function formatOf(out: string | undefined): 'table' | 'csv' | 'json' | 'jsonl' {
  const ending = /\.(csv|json|jsonl)$/.exec(out ?? '')?.[1];
  return (ending as 'csv' | 'json' | 'jsonl' | undefined) ?? 'table';
}
