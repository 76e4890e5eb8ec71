import { INPUT, JUDGING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** The commands of `dqs registry`, in the order of a version's life. */
export const REGISTRY_COMMANDS = [
  command({
    name: 'registry list',
    summary: 'list the models, or the versions of one',
    examples: ['dqs registry list', 'dqs registry list orders --last 10', 'dqs registry list orders --json'],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'registry', 'last'],
    work: async (context) => (await import('../commands/registry/list.js')).list(context),
  }),
  command({
    name: 'registry search',
    summary: 'find versions of all models by name, tags, error, date and more',
    description: 'All criteria must match. Retired versions are not found. Shows one page at a time; see --page.',
    examples: [
      'dqs registry search orders',
      'dqs registry search --tag reviewed=yes --max-mae 3 --sort error',
      'dqs registry search --model-tag team=billing --backend lightgbm --since 2026-03-01 --json',
      'dqs registry search --registered-by ann --page 2 --page-size 20',
    ],
    positionals: [{ setting: 'namePart', syntax: '[part of the name]' }],
    settings: [
      'namePart',
      'withTags',
      'withModelTags',
      'madeWith',
      'registeredBy',
      'pointedAt',
      'minMae',
      'maxMae',
      'since',
      'until',
      'sortBy',
      'page',
      'pageSize',
      'registry',
    ],
    work: async (context) => (await import('../commands/registry/search.js')).search(context),
  }),
  command({
    name: 'registry show',
    summary: 'show details of a version: scores, lineage, files',
    examples: ['dqs registry show orders@production', 'dqs registry show orders@^1.2 --json'],
    positionals: [{ setting: 'reference', syntax: '[version]' }],
    settings: ['reference', 'registry'],
    work: async (context) => (await import('../commands/registry/show.js')).show(context),
  }),
  command({
    name: 'registry register',
    summary: 'register a bundle as a version',
    description:
      'The number follows from what changed since the previous version: different features or horizon, major; different ' +
      'spec, backend or objective, minor; retrained, patch. A version never changes; no alias points at it yet.',
    examples: [
      'dqs registry register orders --model model',
      'dqs registry register orders --model model --bump minor --note "with holidays" --by ann',
    ],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'model', 'registry', 'bump', 'setVersion', 'parentVersion', 'note', 'by'],
    work: async (context) => (await import('../commands/registry/register.js')).registerBundle(context),
  }),
  command({
    name: 'registry compare',
    summary: 'compare two versions on days neither was trained on',
    description:
      'Both forecast the same past days, as of each day. The difference of their errors is shown with an interval that ' +
      'allows for correlated days; a verdict requires that it excludes 0. Without --input the history in the bundles is used.',
    examples: [
      'dqs registry compare orders@production orders@latest',
      'dqs registry compare orders@production model --input history.csv.gz --json',
    ],
    positionals: [
      { setting: 'baselineVersion', syntax: '[baseline]' },
      { setting: 'candidateVersion', syntax: '[candidate]' },
    ],
    settings: ['baselineVersion', 'candidateVersion', 'registry', ...INPUT, 'threads'],
    work: async (context) => (await import('../commands/registry/compare.js')).compare(context),
  }),
  command({
    name: 'registry promote',
    summary: 'point an alias at a version if the gates pass',
    description:
      'The gates are those of its training, those of dqs validate with the same options, and a check that the version is not ' +
      'worse than the one it replaces on days neither was trained on. If one fails, the refusal is recorded and the exit code is 3; --override with --reason moves the ' +
      'alias anyway, and is recorded too.',
    examples: [
      'dqs registry promote orders@latest staging',
      'dqs registry promote orders@staging production --input history.csv.gz --dry-run',
      'dqs registry promote orders@staging production --limit minSkill=0.1 maxDataAgeDays=7 --rules rules.json',
      'dqs registry promote orders@1.4.0 production --override --reason "hotfix, see ticket 17"',
    ],
    positionals: [
      { setting: 'reference', syntax: '[version]' },
      { setting: 'aliasName', syntax: '[alias]' },
    ],
    settings: ['reference', 'aliasName', 'registry', ...JUDGING, 'dryRun', 'override', 'reason', 'expect', 'by'],
    work: async (context) => (await import('../commands/registry/promote.js')).promoteVersion(context),
  }),
  command({
    name: 'registry rollback',
    summary: 'point an alias back at the previous version',
    description:
      'Repeated calls go back step by step. No gates run: the version has been there before. A version that was there ' +
      'by override only, because its gates had failed, gives exit code 3; --override returns to it anyway.',
    examples: [
      'dqs registry rollback orders@production --reason "alerts since noon"',
      'dqs registry rollback orders@production --to 1.3.0 --reason "last good one"',
      'dqs registry rollback orders@production --override --reason "the hotfix was better"',
    ],
    positionals: [{ setting: 'reference', syntax: '[model@alias]' }],
    settings: ['reference', 'registry', 'rollbackTo', 'override', 'reason', 'by'],
    work: async (context) => (await import('../commands/registry/rollback.js')).rollback(context),
  }),
  command({
    name: 'registry history',
    summary: 'show the history of a model or of one of its aliases',
    examples: ['dqs registry history orders', 'dqs registry history orders@production --last 10 --json'],
    positionals: [{ setting: 'reference', syntax: '[model or model@alias]' }],
    settings: ['reference', 'registry', 'last'],
    work: async (context) => (await import('../commands/registry/history.js')).history(context),
  }),
  command({
    name: 'registry at',
    summary: 'show what every alias pointed at at a given time, since when, by whom and why',
    examples: ['dqs registry at 2026-03-01', 'dqs registry at 2026-03-01T12:00:00Z orders --json'],
    positionals: [
      { setting: 'moment', syntax: '[time]' },
      { setting: 'modelName', syntax: '[model]' },
    ],
    settings: ['moment', 'modelName', 'registry'],
    work: async (context) => (await import('../commands/registry/at.js')).at(context),
  }),
  command({
    name: 'registry tag',
    summary: 'set or remove tags of a version or a model',
    examples: [
      'dqs registry tag orders@1.2.0 owner=ann reviewed=yes',
      'dqs registry tag orders@1.2.0 reviewed=',
      'dqs registry tag orders team=billing --reason "moved house"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'tags', syntax: '[tags...]' },
    ],
    settings: ['words', 'tags', 'registry', 'reason', 'by'],
    work: async (context) => (await import('../commands/registry/tag.js')).tag(context),
  }),
  command({
    name: 'registry note',
    summary: 'set, show or remove the note of a version or a model',
    description: 'Without a text it shows the note. The history keeps earlier notes.',
    examples: [
      'dqs registry note orders@1.2.0',
      'dqs registry note orders@1.2.0 "trained without the outage of May" --by ann',
      'dqs registry note orders --remove --reason "out of date"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'note', syntax: '[text]' },
    ],
    settings: ['words', 'note', 'removeNote', 'registry', 'reason', 'by'],
    work: async (context) => (await import('../commands/registry/note.js')).note(context),
  }),
  command({
    name: 'registry rename',
    summary: 'rename a model',
    description:
      'Versions, aliases and history are kept. The old name stays reserved and refers to the new one for anyone who ' +
      'uses it.',
    examples: ['dqs registry rename orders orders-eu --reason "there is a second region now"'],
    positionals: [
      { setting: 'modelName', syntax: '[model]' },
      { setting: 'newName', syntax: '[new name]' },
    ],
    settings: ['modelName', 'newName', 'registry', 'reason', 'by'],
    work: async (context) => (await import('../commands/registry/rename.js')).rename(context),
  }),
  command({
    name: 'registry delete',
    summary: 'delete an alias, a version or a whole model; the history stays',
    description:
      'A version is deleted by its number, and only if no alias points at it; a model only if it has no aliases. Numbers stay ' +
      'taken forever, and files are kept until dqs registry gc --apply.',
    examples: [
      'dqs registry delete orders@staging --reason "the stage was closed"',
      'dqs registry delete orders@1.2.0 --reason "trained on wrong data" --by ann',
      'dqs registry delete orders --reason "replaced by orders-eu"',
    ],
    positionals: [{ setting: 'deleted', syntax: '[model, version or alias]' }],
    settings: ['deleted', 'registry', 'reason', 'by'],
    work: async (context) => (await import('../commands/registry/delete.js')).remove(context),
  }),
  command({
    name: 'registry gc',
    summary: 'retire versions that nothing needs',
    description:
      'Keeps versions that an alias points at or would go back to, their ancestors, and the last ones. Shows what would ' +
      'be removed, including remains of deleted versions and models; --apply removes it. Numbers of retired versions stay taken, and ' +
      'the history stays complete.',
    examples: ['dqs registry gc orders --keep-last 5', 'dqs registry gc --keep-last 5 --apply'],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'registry', 'keepLast', 'apply', 'by'],
    work: async (context) => (await import('../commands/registry/gc.js')).gc(context),
  }),
  command({
    name: 'registry verify',
    summary: 'verify every byte against its hash, and the history against its chain',
    description:
      'Exits with 1 if something is damaged, and names it. That the end of a history was cut off can only be detected if its ' +
      'head was stored elsewhere: --expect-head checks that the history still contains it.',
    examples: [
      'dqs registry verify',
      'dqs registry verify orders --json',
      'dqs registry verify orders --expect-head 41ba159f79dfc148',
    ],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'expectHead', 'registry'],
    work: async (context) => (await import('../commands/registry/verify.js')).verify(context),
  }),
  command({
    name: 'registry export',
    summary: 'write a version as one archive',
    examples: ['dqs registry export orders@production --out orders.tar.gz'],
    positionals: [{ setting: 'reference', syntax: '[version]' }],
    settings: ['reference', 'registry', 'out'],
    work: async (context) => (await import('../commands/registry/export.js')).exportVersion(context),
  }),
  command({
    name: 'registry import',
    summary: 'import a version from an archive',
    description:
      'It keeps its model and its number unless told otherwise, and no alias points at it. An archive that is damaged, or ' +
      'contains anything but the files it announces, is refused and leaves nothing behind.',
    examples: [
      'dqs registry import orders.tar.gz',
      'dqs registry import orders.tar.gz --name orders-eu --set-version 1.0.0 --by ann',
    ],
    positionals: [{ setting: 'archive', syntax: '[file]' }],
    settings: ['archive', 'modelName', 'registry', 'setVersion', 'note', 'by'],
    work: async (context) => (await import('../commands/registry/import.js')).importVersion(context),
  }),
];
