import { day, flag, path, paths, share } from './kinds.js';
import { setting } from './setting.js';

/** Settings that tell what to read. */
export const INPUT_SETTINGS = {
  input: setting('-i, --input <path...>', 'files, folders, globs, or - for stdin', paths, { place: 'input' }),
  panel: setting('-p, --panel <file>', 'saved panel (.parquet), as written by dqs ingest', path, { place: 'kept' }),
  rejects: setting('--rejects <file>', 'write rejected rows to this file, with record number and reason', path, {
    place: 'output',
  }),
  maxRejectRatio: setting('--max-reject-ratio <0..1>', 'stop if more than this share of the rows is rejected', share, {
    default: 0.05,
  }),
  maxUnreadableRatio: setting(
    '--max-unreadable-ratio <0..1>',
    'stop if more than this share of the results says neither pass nor fail',
    share,
    { default: 0.05 },
  ),
  maxDate: setting('--max-date <date>', 'reject rows with a later date, YYYY-MM-DD', day, { otherwise: 'none' }),
  allowDuplicate: setting('--allow-duplicate', 'count files again that the panel already contains', flag),
};

/** The settings of commands that read a history. */
export const INPUT = ['input', 'panel', 'rejects', 'maxRejectRatio', 'maxUnreadableRatio', 'maxDate'] as const;
