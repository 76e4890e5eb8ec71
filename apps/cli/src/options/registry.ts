import { INPUT_SETTINGS } from './input.js';
import type { OptionText } from './option-text.js';
import { JUDGING_SETTINGS } from './validation.js';

/** Options of the registry of versions. */
export const REGISTRY_OPTIONS = {
  registry: { flags: '--registry <dir>', description: 'folder of the registry (default: registry)', place: 'kept' },
  modelName: { flags: '--name <model>', description: 'name of a model in the registry, such as orders' },
  reference: {
    flags: '--reference <version>',
    description: 'a version as model@alias, model@1.2.3, model@^1.2 or model@latest',
  },
  aliasName: { flags: '--alias <name>', description: 'alias to point at the version, such as production' },
  baselineVersion: {
    flags: '--baseline <version>',
    description: 'the version that is there, or a bundle',
    place: 'input',
  },
  candidateVersion: {
    flags: '--candidate <version>',
    description: 'the version that may replace it, or a bundle',
    place: 'input',
  },
  bump: { flags: '--bump <step>', description: 'major, minor or patch (default: what changed decides)' },
  setVersion: { flags: '--set-version <x.y.z>', description: 'number of the version, instead of the next one' },
  parentVersion: { flags: '--parent <x.y.z>', description: 'version it follows (default: the one registered last)' },
  note: { flags: '--note <text>', description: 'a sentence that stays with the version' },
  by: { flags: '--by <name>', description: 'who does it, for the history (default: the user of this machine)' },
  reason: { flags: '--reason <text>', description: 'why, for the history' },
  override: { flags: '--override', description: 'move the alias even where a gate says no; needs --reason' },
  expect: { flags: '--expect <x.y.z>', description: 'only where the alias points at this version now' },
  dryRun: { flags: '--dry-run', description: 'ask the gates and change nothing' },
  rollbackTo: { flags: '--to <x.y.z>', description: 'earlier version to go back to (default: the one before)' },
  moment: { flags: '--at <time>', description: 'a day (its end, UTC) or a time such as 2026-03-01T12:00:00Z' },
  last: { flags: '--last <n>', description: 'show the last n only (default: 50)' },
  tags: { flags: '--tags <key=value...>', description: 'tags to set; key= takes one away' },
  keepLast: { flags: '--keep-last <n>', description: 'versions to keep that were registered last (default: 10)' },
  apply: { flags: '--apply', description: 'remove what is shown; without it nothing is changed' },
  archive: {
    flags: '--archive <file>',
    description: 'archive of a version, as dqs registry export writes it',
    place: 'input',
  },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const REGISTRY_COMMANDS = {
  'registry list': ['modelName', 'registry', 'last'],
  'registry show': ['reference', 'registry'],
  'registry register': ['modelName', 'model', 'registry', 'bump', 'setVersion', 'parentVersion', 'note', 'by'],
  'registry compare': ['baselineVersion', 'candidateVersion', 'registry', ...INPUT_SETTINGS, 'threads'],
  'registry promote': [
    'reference',
    'aliasName',
    'registry',
    ...JUDGING_SETTINGS,
    'dryRun',
    'override',
    'reason',
    'expect',
    'by',
  ],
  'registry rollback': ['reference', 'registry', 'rollbackTo', 'reason', 'by'],
  'registry history': ['reference', 'registry', 'last'],
  'registry at': ['moment', 'modelName', 'registry'],
  'registry tag': ['reference', 'tags', 'registry', 'by'],
  'registry gc': ['modelName', 'registry', 'keepLast', 'apply', 'by'],
  'registry verify': ['modelName', 'registry'],
  'registry export': ['reference', 'registry', 'out'],
  'registry import': ['archive', 'modelName', 'registry', 'setVersion', 'note', 'by'],
} as const;
