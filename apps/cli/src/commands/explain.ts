import type { Command } from '@commander-js/extra-typings';

import { forecastRecord } from '@dqs/core';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs explain`: what a forecast is made of. */
export function defineExplain(program: Command): void {
  defineCommand(program, {
    name: 'explain',
    summary: 'show the contributions behind a forecast',
    description:
      'The contribution of each feature in percentage points; the printed numbers add up to the forecast. Which kinds of ' +
      'model can be explained is shown by dqs backends list, under contributions.',
    examples: [
      'dqs explain --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102',
      'dqs explain --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102 --date 2025-05-15 --top 5',
    ],
    work: explain,
  });
}

const DEFAULT_TOP = 10;

async function explain({ settings, hooks }: CommandContext<'explain'>): Promise<CommandResult> {
  const path = required(settings.model, 'model');
  const datasetUuid = required(settings.dataset, 'dataset');
  const ruleCode = required(settings.rule, 'rule');
  const { date, asOf, tenant: tenantId } = settings;
  const { explainForecast, Forecaster } = await import('@dqs/pipelines');
  const { openModel } = await import('../open-model.js');
  const { bundle, name, version } = await openModel(path, settings);
  try {
    const { freshHistory } = await import('../fresh-history.js');
    const forecaster = new Forecaster(bundle, await freshHistory(settings, hooks, bundle.history()), version);
    const day = date ?? (asOf ?? forecaster.history.lastDay) + 1;
    const explanation = explainForecast(bundle, forecaster, { tenantId, datasetUuid, ruleCode, day, asOf });
    const { explanationSentence, explanationText } = await import('@dqs/reports/text');
    const top = settings.top ?? DEFAULT_TOP;
    const forecast = forecastRecord(explanation.forecast);
    const json = { model: name, ...explanation, forecast, sentence: explanationSentence(explanation, top) };
    return { json, text: () => explanationText(explanation, top) };
  } finally {
    bundle.predictor.model.close();
  }
}
