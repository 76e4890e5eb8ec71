import * as z from 'zod/mini';

import { choice, count, day, flag, kind, path, reading, text } from './kinds.js';
import { setting } from './setting.js';

/** A name may stand as a number in a settings file. */
const textOfNumber = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/** Settings of forecasts. */
export const FORECAST_SETTINGS = {
  model: setting(
    '-m, --model <dir>',
    'bundle written by dqs train, or a version: orders@production, orders@^1.2',
    path,
    { place: 'input' },
  ),
  // An empty text is a name like any other.
  tenant: setting(
    '--tenant <id>',
    'tenant of the dataset',
    kind(() => z.string(), { read: textOfNumber }),
    {
      otherwise: 'the only one that has dataset and rule',
    },
  ),
  dataset: setting('--dataset <uuid>', 'dataset to forecast', text),
  rule: setting('--rule <code>', 'rule to forecast', reading(text, textOfNumber)),
  all: setting('-a, --all', 'forecast every series, lowest expected percentage first', flag),
  date: setting('-d, --date <date>', 'day to forecast, YYYY-MM-DD', day, { otherwise: 'the day after the history' }),
  asOf: setting('--as-of <date>', 'use results only up to this day', day, { otherwise: 'all before the forecast day' }),
  top: setting('--top <n>', 'show only the first n forecasts', count),
  explainTop: setting('--top <n>', 'show only the n features that weigh most', count, { default: 10 }),
  format: setting('-f, --format <name>', '{values}', choice('table', 'csv', 'json', 'jsonl'), { default: 'table' }),
  out: setting('-o, --out <path>', 'where to write the result', path, { place: 'output' }),
};
