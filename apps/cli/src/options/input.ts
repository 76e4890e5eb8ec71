import type { OptionText } from './option-text.js';

/** Options that tell what to read. */
export const INPUT_OPTIONS = {
  input: { flags: '-i, --input <path...>', description: 'files, folders, globs, or - for stdin', place: 'input' },
  panel: {
    flags: '-p, --panel <file>',
    description: 'saved panel (.parquet), as written by dqs ingest',
    place: 'kept',
  },
  rejects: {
    flags: '--rejects <file>',
    description: 'write rejected rows to this file, with record number and reason',
    place: 'output',
  },
  maxRejectRatio: {
    flags: '--max-reject-ratio <0..1>',
    description: 'stop if more than this share of the rows is rejected (default: 0.05)',
  },
  maxUnreadableRatio: {
    flags: '--max-unreadable-ratio <0..1>',
    description: 'stop if more than this share of the results says neither pass nor fail (default: 0.05)',
  },
  maxDate: { flags: '--max-date <date>', description: 'reject rows with a later date, YYYY-MM-DD (default: none)' },
  allowDuplicate: { flags: '--allow-duplicate', description: 'count files again that the panel already contains' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The settings of commands that read a history. */
export const INPUT_SETTINGS = ['input', 'panel', 'rejects', 'maxRejectRatio', 'maxUnreadableRatio', 'maxDate'] as const;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const INPUT_COMMANDS = {
  ingest: [...INPUT_SETTINGS, 'allowDuplicate', 'threads'],
} as const;
