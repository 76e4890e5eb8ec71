import * as z from 'zod';

import { flag, share, splitText, text } from './kinds.js';

/** What the options of summaries may hold. */
export const SUMMARY_TYPES = {
  ruleMetadata: text,
  summaryFormats: z.preprocess(splitText, z.array(z.enum(['csv', 'parquet', 'jsonl']))),
  digest: flag,
  windows: z.preprocess((value) => (Array.isArray(value) ? value.join(',') : value), text),
  epsilon: share,
  profile: z.enum(['compat', 'prd']),
  escapeFormulas: flag,
};
