import * as z from 'zod/mini';

import { count, day, flag, path, preprocess, text } from './kinds.js';

/** What the options of forecasts may hold. */
export const FORECASTING_TYPES = {
  model: path,
  // A tenant may have the empty text for a name.
  tenant: preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string()),
  dataset: text,
  rule: preprocess((value) => (typeof value === 'number' ? String(value) : value), text),
  all: flag,
  date: day,
  asOf: day,
  top: count,
  format: z.enum(['table', 'csv', 'json', 'jsonl']),
  out: path,
};
