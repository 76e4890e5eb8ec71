import * as z from 'zod/mini';

import { count, day, flag, list, number, parameters, path, text } from './kinds.js';

/** What the options of training and backtests may hold. */
export const TRAINING_TYPES = {
  spec: z.enum(['classic', 'extended', 'naive']),
  groups: list,
  backend: text,
  objective: z.enum(['cross-entropy', 'l2', 'l1']),
  param: parameters,
  params: path,
  rounds: number(z.int().check(z.gte(1), z.lte(100_000))),
  halfLifeDays: number(z.number().check(z.gte(0))),
  earlyStopping: count,
  validationFraction: number(z.number().check(z.gt(0), z.lt(0.9))),
  horizon: number(z.int().check(z.gte(1), z.lte(366))),
  testFraction: number(z.number().check(z.gte(0), z.lt(1))),
  testFrom: day,
  refit: flag,
  machines: list,
  rank: number(z.int().check(z.gte(0))),
  folds: number(z.int().check(z.gte(1), z.lte(1000))),
  foldWorkers: z.union(
    [z.literal('auto'), number(z.int().check(z.gte(1), z.lte(1024)))],
    'expected a whole number from 1, or auto',
  ),
  html: path,
  htmlSeries: count,
};
