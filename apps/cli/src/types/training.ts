import * as z from 'zod';

import { count, day, flag, list, number, parameters, text } from './kinds.js';

/** What the options of training and backtests may hold. */
export const TRAINING_TYPES = {
  spec: z.enum(['classic', 'extended', 'naive']),
  groups: list,
  backend: text,
  objective: z.enum(['cross-entropy', 'l2', 'l1']),
  param: parameters,
  params: text,
  rounds: number(z.int().min(1).max(100_000)),
  halfLifeDays: number(z.number().min(0)),
  earlyStopping: count,
  validationFraction: number(z.number().gt(0).lt(0.9)),
  horizon: number(z.int().min(1).max(366)),
  testFraction: number(z.number().min(0).lt(1)),
  testFrom: day,
  refit: flag,
  machines: list,
  rank: number(z.int().min(0)),
  folds: number(z.int().min(1).max(1000)),
  foldWorkers: z.union(
    [z.literal('auto'), number(z.int().min(1).max(1024))],
    'expected a whole number from 1, or auto',
  ),
  html: text,
  htmlSeries: count,
};
