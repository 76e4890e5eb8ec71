import type { Arm } from '@dqs/ledger';
import * as z from 'zod/mini';

import { choice, choices, count, day, kind, reading, storePlace, text } from './kinds.js';
import { setting } from './setting.js';

const textOfNumber = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/** Repeated here, so that no command loads the ledger for the help of its settings. */
const ARMS = ['champion', 'challenger', 'predecessor', 'naive'] as const satisfies readonly Arm[];

/** Settings that say which part of a ledger is read. */
export const LEDGER_SETTINGS = {
  ledgerFrom: setting('--from <date>', 'first day that was forecast, YYYY-MM-DD', day, {
    otherwise: 'six days before the last; of an export, the first of all',
  }),
  ledgerTo: setting('--to <date>', 'last day that was forecast', day, { otherwise: 'the last of all' }),
  ledgerTenant: setting(
    '--tenant <id>',
    'only series of this tenant',
    kind(() => z.string(), { read: textOfNumber }),
    { otherwise: 'all' },
  ),
  ledgerDataset: setting('--dataset <name>', 'only series of this dataset, by its uuid or its name', text, {
    otherwise: 'all',
  }),
  ledgerRule: setting('--rule <code>', 'only series of this rule', reading(text, textOfNumber), { otherwise: 'all' }),
  arms: setting('--arm <names>', 'only forecasts of these: {values}', choices(...ARMS), { otherwise: 'all' }),
  worst: setting('--top <n>', 'how many forecasts to show, the greatest errors first', count, { default: 20 }),
  gradesFormat: setting(
    '-f, --format <name>',
    '{values}; csv and jsonl are all forecasts',
    choice('table', 'csv', 'jsonl'),
    {
      default: 'table',
    },
  ),
  exportFormat: setting('-f, --format <name>', '{values}', choice('csv', 'jsonl'), {
    otherwise: 'by the extension of --out, csv without one',
  }),
  replayedModel: setting(
    '-m, --model <ref>',
    'the version that made the forecast: a bundle by its path or URL, or a version in the registry',
    storePlace,
    { place: 'input', otherwise: 'the version of that name in the registry' },
  ),
  forecastId: setting('--id <id>', 'id of a forecast, as dqs ledger grades shows it', text),
};
