import { choice, choices, flag, path, reading, share, text } from './kinds.js';
import { setting } from './setting.js';

/** Settings of summaries. */
export const SUMMARY_SETTINGS = {
  ruleMetadata: setting('--rules <file>', 'rule metadata, JSON by rule code', path, { place: 'input' }),
  summaryFormats: setting(
    '--format <list>',
    'additional files: parquet, jsonl or both (parquet,jsonl)',
    choices('csv', 'parquet', 'jsonl'),
  ),
  digest: setting('--digest', 'also write a short Markdown digest', flag),
  windows: setting(
    '--windows <list>',
    'days of each window, or name=days',
    reading(text, (value) => (Array.isArray(value) ? value.join(',') : value)),
    { otherwise: '30,90,365' },
  ),
  epsilon: setting('--epsilon <0..1>', 'difference of fail rates above which there is a trend', share, {
    default: 0.05,
  }),
  profile: setting(
    '--profile <name>',
    'how trends are written: compat (words) or prd (arrows)',
    choice('compat', 'prd'),
    {
      default: 'compat',
    },
  ),
  escapeFormulas: setting('--escape-formulas', 'make the CSV safe to open in a spreadsheet', flag),
};
