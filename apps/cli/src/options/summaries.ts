import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';

/** Options of summaries. */
export const SUMMARY_OPTIONS = {
  ruleMetadata: { flags: '--rules <file>', description: 'rule metadata, JSON by rule code', place: 'input' },
  summaryFormats: { flags: '--format <list>', description: 'additional files: parquet, jsonl or both (parquet,jsonl)' },
  digest: { flags: '--digest', description: 'also write a short Markdown digest' },
  windows: { flags: '--windows <list>', description: 'days of each window, or name=days (default: 30,90,365)' },
  epsilon: {
    flags: '--epsilon <0..1>',
    description: 'difference of fail rates above which there is a trend (default: 0.05)',
  },
  profile: {
    flags: '--profile <name>',
    description: 'how trends are written: compat (words) or prd (arrows) (default: compat)',
  },
  escapeFormulas: { flags: '--escape-formulas', description: 'make the CSV safe to open in a spreadsheet' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const SUMMARY_COMMANDS = {
  summarize: [
    ...INPUT_SETTINGS,
    'allowDuplicate',
    'ruleMetadata',
    'out',
    'summaryFormats',
    'digest',
    'windows',
    'epsilon',
    'profile',
    'escapeFormulas',
    'threads',
  ],
} as const;
