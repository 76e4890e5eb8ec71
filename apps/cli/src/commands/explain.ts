import { forecastRecord } from '@dqs/core';
import { closePredictor, explainForecast, Forecaster, seriesByName } from '@dqs/pipelines';
import { explanationSentence, explanationText, oddsReasons, oddsText } from '@dqs/reports/text';
import { openModel, ruleNames, targetsOf } from '@dqs/runtime';
import { freshHistory } from '@dqs/runtime/history';
import { orDefault, required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs explain`: shows the contributions to a forecast. */
export async function explain({
  settings,
  hooks,
}: CommandContext<
  | (typeof INPUT)[number]
  | 'model'
  | 'registry'
  | 'tenant'
  | 'dataset'
  | 'rule'
  | 'ruleMetadata'
  | 'date'
  | 'asOf'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'explainTop'
>): Promise<CommandResult> {
  const path = required(settings.model, 'model');
  const dataset = required(settings.dataset, 'dataset');
  const rule = required(settings.rule, 'rule');
  const { date, asOf, tenant: tenantId } = settings;
  const { bundle, name, version } = await openModel(path, settings);
  try {
    const given = await freshHistory(settings, hooks, bundle.history());
    const forecaster = new Forecaster(bundle, given.panel, version, await targetsOf(settings, () => given));
    const series = seriesByName(forecaster.history, { tenantId, dataset, rule }, await ruleNames(settings));
    const day = date ?? (asOf ?? forecaster.history.lastDay) + 1;
    const explanation = explainForecast(bundle, forecaster, { ...series, day, asOf });
    const top = orDefault(settings.explainTop, 'explainTop');
    const forecast = forecastRecord(explanation.forecast);
    const oddsSentence = `${oddsText(explanation.forecast)} ${oddsReasons(explanation, top)}`.trim();
    const sentence = explanationSentence(explanation, top);
    const json = { model: name, ...explanation, forecast, sentence, oddsSentence };
    return { json, text: () => explanationText(explanation, top) };
  } finally {
    closePredictor(bundle.predictor);
  }
}
