import * as z from 'zod/mini';

import { count, day, number, path, share, whole } from './kinds.js';
import { setting } from './setting.js';

/** Settings of synthetic histories. */
export const GENERATE_SETTINGS = {
  rows: setting(
    '-n, --rows <n>',
    'exact number of rule results; 1000000 = 50 datasets x 20 rules x 365 days',
    whole(1, 1_000_000_000),
  ),
  datasets: setting('--datasets <n>', 'number of datasets', count),
  rules: setting('--rules <n>', 'rules per dataset', count, { default: 20 }),
  days: setting('--days <n>', 'days of history', whole(1, 36_500), { default: 365 }),
  executions: setting(
    '--executions <n>',
    'executions per day of an attribute rule',
    number(() => z.number().check(z.gt(0), z.lte(10_000))),
    { default: 4 },
  ),
  start: setting('--start <date>', 'first day', day, { default: '2025-01-01' }),
  garbage: setting('--garbage <0..1>', 'share of the rows to damage', share, { default: 0 }),
  rulesOut: setting('--rules-out <file>', 'write the rule metadata to this file', path, { place: 'output' }),
};
