import { INPUT, JUDGING, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';
import { REGISTRY_UPKEEP_COMMANDS } from './registry-upkeep.js';

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
    settings: [
      'modelName',
      'model',
      'registry',
      'bump',
      'setVersion',
      'parentVersion',
      'note',
      'by',
      'store',
      'databaseUrl',
    ],
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
    settings: ['baselineVersion', 'candidateVersion', 'registry', ...INPUT, ...OWN_WRITING, 'threads'],
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
    settings: [
      'reference',
      'aliasName',
      'registry',
      ...JUDGING,
      'databaseUrl',
      'dryRun',
      'override',
      'reason',
      'expect',
      'by',
    ],
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
    settings: ['reference', 'registry', 'rollbackTo', 'override', 'reason', 'by', 'store', 'databaseUrl'],
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
  ...REGISTRY_UPKEEP_COMMANDS,
];
