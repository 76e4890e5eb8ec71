import { forecastRecord } from '@dqs/core';
import { explainForecast, Forecaster } from '@dqs/pipelines';
import { explanationSentence, explanationText } from '@dqs/reports/text';
import { openModel } from '@dqs/runtime';
import { freshHistory } from '@dqs/runtime/history';
import { orDefault, required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs explain`: shows the contributions to a forecast. */
export async function explain({
  settings,
  hooks,
}: CommandContext<
  (typeof INPUT)[number] | 'model' | 'registry' | 'tenant' | 'dataset' | 'rule' | 'date' | 'asOf' | 'explainTop'
>): Promise<CommandResult> {
  const path = required(settings.model, 'model');
  const datasetUuid = required(settings.dataset, 'dataset');
  const ruleCode = required(settings.rule, 'rule');
  const { date, asOf, tenant: tenantId } = settings;
  const { bundle, name, version } = await openModel(path, settings);
  try {
    const forecaster = new Forecaster(bundle, await freshHistory(settings, hooks, bundle.history()), version);
    const day = date ?? (asOf ?? forecaster.history.lastDay) + 1;
    const explanation = explainForecast(bundle, forecaster, { tenantId, datasetUuid, ruleCode, day, asOf });
    const top = orDefault(settings.explainTop, 'explainTop');
    const forecast = forecastRecord(explanation.forecast);
    const json = { model: name, ...explanation, forecast, sentence: explanationSentence(explanation, top) };
    return { json, text: () => explanationText(explanation, top) };
  } finally {
    bundle.predictor.model.close();
  }
}
