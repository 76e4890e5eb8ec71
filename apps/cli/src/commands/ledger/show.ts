import { DqsError } from '@dqs/core';
import { gradedRecord } from '@dqs/ledger';
import { ledgerForecastText } from '@dqs/reports/text';
import { keptForecast, readLedger } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs ledger show`: one forecast and all that became of it. */
export async function showForecast({
  settings,
}: CommandContext<'forecastId' | 'store' | 'databaseUrl' | 'knownAt'>): Promise<CommandResult> {
  const id = required(settings.forecastId, 'forecastId');
  const kept = await readLedger(settings, (ledger) => keptForecast(ledger, id, settings.knownAt));
  if (kept === undefined) throw noForecast(id, settings.store);
  const { row: forecast, revisions, interventions } = kept;
  return {
    json: { forecast: gradedRecord(forecast), revisions, interventions },
    text: () => ledgerForecastText({ forecast, revisions, interventions }),
  };
}

/** The error of an id that a ledger does not know. */
export function noForecast(id: string, store: string | undefined): DqsError {
  const message = `expected the id of a forecast in the ledger of ${store ?? 'the database'}, got ${id}, which it does not hold`;
  return new DqsError('forecast-unknown', message, { details: { id } });
}
