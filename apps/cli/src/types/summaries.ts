import * as z from 'zod/mini';

import { flag, path, preprocess, share, splitText, text } from './kinds.js';

/** What the options of summaries may hold. */
export const SUMMARY_TYPES = {
  ruleMetadata: path,
  summaryFormats: preprocess(splitText, z.array(z.enum(['csv', 'parquet', 'jsonl']))),
  digest: flag,
  windows: preprocess((value) => (Array.isArray(value) ? value.join(',') : value), text),
  epsilon: share,
  profile: z.enum(['compat', 'prd']),
  escapeFormulas: flag,
};
