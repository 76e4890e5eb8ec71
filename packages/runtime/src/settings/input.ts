import { COLUMN_SETTINGS } from './columns.js';
import { dateText, day, flag, path, paths, share } from './kinds.js';
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
  ...COLUMN_SETTINGS,
  countRows: setting(
    '--rows',
    'of results of tools, count the rows that checks looked at too, as series of their own',
    flag,
  ),
  runDate: setting('--run-date <date>', 'date of results of tools that tell none, YYYY-MM-DD', dateText, {
    otherwise: "the only date in the file's name",
  }),
  explain: setting('--explain', 'say how the inputs would be understood, and the mapping to paste', flag),
  allowDuplicate: setting('--allow-duplicate', 'count files again that the panel already contains', flag),
};

/** How the columns of logs are called and written. */
export const MAPPING = ['map', 'set', 'as', 'delimiter', 'dateFormat', 'timezone', 'mappings'] as const;
/** How rows of logs are read, and what becomes of those that cannot be. */
const READING = [
  'rejects',
  'maxRejectRatio',
  'maxUnreadableRatio',
  'maxDate',
  ...MAPPING,
  'countRows',
  'runDate',
] as const;
/** Of the settings of commands that read logs, those whose flags no command uses for anything else. */
export const LOGS = ['input', 'panel', ...READING] as const;
/** Of the settings of commands that read a history, from logs, a saved panel, a panel set or a store of deliveries, the same. */
export const INPUT = [...LOGS, 'panelSet', 'store', 'knownAt'] as const;
/** `--format` and `--outcomes` of the inputs, by those names. */
export const OWN_WRITING = ['inputsFormat', 'outcomeWords'] as const;
/** The same in commands whose `--format` is that of their output, or whose `--outcomes` are something else. */
export const OWN_WRITING_BESIDE_FORMAT = ['resultsFormat', 'outcomeWords'] as const;
/** Of commands that take a history which is newer than that of their model. */
export const NEWER_HISTORY = [
  'history',
  'panel',
  'panelSet',
  ...MAPPING,
  ...OWN_WRITING_BESIDE_FORMAT,
  'rejects',
  'maxRejectRatio',
  'maxUnreadableRatio',
] as const;
export const OWN_WRITING_BESIDE_OUTCOMES = ['inputsFormat', 'resultsOutcomes'] as const;
/** All settings that tell how logs are read, which is told once for all commands. */
export const HOW_LOGS_ARE_READ = [
  ...READING,
  'inputsFormat',
  'resultsFormat',
  'outcomeWords',
  'resultsOutcomes',
] as const;
