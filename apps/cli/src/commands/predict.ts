import { DqsError, forecastRecord, type ForecastRow } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { closePredictor, Forecaster, seriesByName, sortForecasts, type ForecastDay } from '@dqs/pipelines';
import { forecastsText } from '@dqs/reports/text';
import { forecastDays, openModel, ruleNames, targetsOf } from '@dqs/runtime';
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
  | 'ruleMetadata'
  | 'date'
  | 'asOf'
  | 'forecastHorizon'
  | 'horizons'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'sort'
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
    const given = await freshHistory(settings, context.hooks, bundle.history());
    const forecaster = new Forecaster(bundle, given.panel, version, await targetsOf(settings, () => given));
    const rows = (await forecastRows(context, forecaster)).slice(0, settings.top);
    return await resultOf(context, rows, { model: name, milliseconds: Math.round(performance.now() - started) });
  } finally {
    closePredictor(bundle.predictor);
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

async function forecastRows({ settings }: Context, forecaster: Forecaster): Promise<ForecastRow[]> {
  const days = forecastDays(settings, forecaster.history.lastDay);
  const { dataset, rule, sort, threads } = settings;
  if (dataset === undefined || rule === undefined) {
    const rows = days.flatMap((day) => forecaster.all(day, { threads }));
    return sortForecasts(rows, sort ?? 'expected');
  }
  const series = seriesByName(
    forecaster.history,
    { tenantId: settings.tenant, dataset, rule },
    await ruleNames(settings),
  );
  const rows = days.map((day: ForecastDay) => forecaster.one({ ...series, ...day }, { threads }));
  return sort === undefined ? rows : sortForecasts(rows, sort);
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
