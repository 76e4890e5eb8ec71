import * as z from 'zod/mini';

import { day, kind, storePlace, whole } from './kinds.js';
import { setting } from './setting.js';

const parts = kind(() =>
  z
    .string()
    .check(z.regex(/^[0-9a-f]{2}(?:\.\.[0-9a-f]{2})?$/, 'expected a part such as 0a, or a range such as 00..0f')),
);

/** Settings of panel sets. */
export const PANEL_SET_SETTINGS = {
  panelSet: setting(
    '--panel-set <place>',
    'panel set, as built by dqs panel build: a folder that all machines see, or s3://bucket/set',
    storePlace,
    { place: 'kept' },
  ),
  partRange: setting('--part <parts>', 'build these parts only, such as 0a or 00..0f', parts, { otherwise: 'all' }),
  panelTasks: setting(
    '--tasks <n>',
    'number of tasks that share the parts, of which this one is --index',
    whole(1, 256),
    {
      otherwise: 'one task builds all parts',
    },
  ),
  completeFrom: setting('--since <date>', 'first day that the inputs are complete for, YYYY-MM-DD', day, {
    otherwise: 'the first in the inputs',
  }),
  completeTo: setting('--until <date>', 'last day that the inputs are complete for, YYYY-MM-DD', day, {
    otherwise: 'the last in the inputs',
  }),
};
