import { DEFAULT_GRACE_HOURS } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import { day, flag, number, storePlace, texts } from './kinds.js';
import { setting } from './setting.js';

/** Settings of the operation of forecasts. */
export const OPERATION_SETTINGS = {
  issuedDay: setting('-d, --date <date>', 'day to forecast, YYYY-MM-DD', day, {
    otherwise: 'the day after the last results',
  }),
  again: setting(
    '--again',
    'issue also what the same version has forecast for the day already, with what is known now',
    flag,
  ),
  backfillFrom: setting('--from <date>', 'first day to forecast', day, {
    otherwise: 'the day after the training of the model',
  }),
  graceHours: setting(
    '--grace-hours <n>',
    'hours after the end of a day from which on it is graded with what is there, whoever has not delivered',
    number(() => z.number().check(z.gte(0), z.lte(10_000))),
    { default: DEFAULT_GRACE_HOURS },
  ),
  simulatedFrom: setting('--from <date>', 'first day that is forecast live', day, {
    otherwise: 'the day after the training of the model; without a model, after the first 30 % of the days',
  }),
  simulatedTo: setting('--to <date>', 'last day that is forecast', day, { otherwise: 'the last of the history' }),
  simulationSeed: setting(
    '--seed <n>',
    'random seed of what is planted and of the minutes of arrival',
    number(() => z.int().check(z.gte(0), z.lte(4_294_967_295))),
    { default: 1 },
  ),
  plant: setting(
    '--plant <fault...>',
    'faults to plant: KIND[:AMOUNT][@DATE][+DAYS], then where: /source=…,dataset=…,rule=…; drop:30, silent@2025-06-02+3',
    texts,
    { otherwise: 'none' },
  ),
  issuedModel: setting(
    '-m, --model <ref>',
    'the version that forecasts: orders@production, or a bundle by its path or URL',
    storePlace,
    {
      place: 'input',
      otherwise: 'production of the only model in the registry',
    },
  ),
};
