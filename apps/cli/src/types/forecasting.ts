import * as z from 'zod/mini';

import { count, day, flag, preprocess, text } from './kinds.js';

/** What the options of forecasts may hold. */
export const FORECASTING_TYPES = {
  model: text,
  dataset: text,
  rule: preprocess((value) => (typeof value === 'number' ? String(value) : value), text),
  all: flag,
  date: day,
  asOf: day,
  top: count,
  format: z.enum(['table', 'csv', 'json', 'jsonl']),
  out: text,
};
