import { DEFAULT_TARGET } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import { choice, count, day, flag, kind, number, path, reading, spans, storePlace, text, whole } from './kinds.js';
import { setting } from './setting.js';

/** A name may stand as a number in a settings file. */
const textOfNumber = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/** Longest horizon that a forecast is asked for by its number of days. */
const MOST_DAYS_AHEAD = 14;

/** Settings of forecasts. */
export const FORECAST_SETTINGS = {
  model: setting(
    '-m, --model <dir>',
    'bundle written by dqs train, by its path or URL, or a version: orders@production, orders@^1.2',
    storePlace,
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
  dataset: setting('--dataset <uuid>', 'dataset to forecast, by its uuid or by a name that only one has', text),
  rule: setting(
    '--rule <code>',
    'rule to forecast, by its code or by a name that the rule metadata give one',
    reading(text, textOfNumber),
  ),
  all: setting('-a, --all', 'forecast every series', flag),
  forecastHorizon: setting('--horizon <1..14>', 'days from the as-of day to the forecast', whole(1, MOST_DAYS_AHEAD), {
    otherwise: 'the day that --date names',
  }),
  horizons: setting('--horizons <list>', 'several of them, such as 1-7 or 1-3,7', spans(1, MOST_DAYS_AHEAD), {
    otherwise: 'one day',
  }),
  target: setting(
    '--target <0..100>',
    'pass percentage that a day should reach; p_below_target is about it',
    number(() => z.number().check(z.gte(0), z.lte(100))),
    { default: DEFAULT_TARGET },
  ),
  targets: setting(
    '--targets <file>',
    'CSV of targets of single series: dataset_uuid, rule_code, target_percentage, tenant_id if needed',
    path,
    { place: 'input', otherwise: '--target for all' },
  ),
  sort: setting(
    '--sort <name>',
    '{values}: most likely below the target, greatest drop from naive, or lowest expected percentage first',
    choice('odds', 'change', 'expected'),
    { otherwise: 'expected; the days of one series in their order' },
  ),
  date: setting('-d, --date <date>', 'day to forecast, YYYY-MM-DD', day, { otherwise: 'the day after the history' }),
  asOf: setting('--as-of <date>', 'use results only up to this day', day, { otherwise: 'all before the forecast day' }),
  top: setting('--top <n>', 'show only the first n forecasts', count),
  explainTop: setting('--top <n>', 'show only the n features that weigh most', count, { default: 10 }),
  format: setting('-f, --format <name>', '{values}', choice('table', 'csv', 'json', 'jsonl'), { default: 'table' }),
  out: setting('-o, --out <path>', 'where to write the result', path, { place: 'output' }),
  bundleOut: setting(
    '-o, --out <dir>',
    'where to write the bundle: a folder, or an empty place such as s3://bucket/prefix',
    storePlace,
    { place: 'output' },
  ),
};
