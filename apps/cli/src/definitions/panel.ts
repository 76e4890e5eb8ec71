import { INPUT, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands of panel sets. */
export const PANEL_COMMANDS = [
  command({
    name: 'panel build',
    summary: 'put results into a panel set, as one of any number of tasks',
    description:
      'A panel set keeps results by part (two hexadecimal digits, the md5 of the dataset, as dqs sql prints them) and days. ' +
      'What the inputs hold takes the place of all that the set held of the same parts from --since to --until, so that a ' +
      'task may be started any number of times, and killed at any moment. Days that cut what is there in two are refused. ' +
      'Below folders named part=0a, only those of the parts are read. With --tasks the number of this task comes from ' +
      '--index or, as for dqs batch work, from the engine that started it. Exit code 1 and 130 mean that it is worth ' +
      'another start, 2 and 3 that it is not.',
    examples: [
      'dqs panel build --panel-set /shared/panels --input "counted/part=*/*.parquet"',
      'dqs panel build --panel-set s3://bucket/panels --input "counted/part=*/*.parquet" --tasks 64',
      'dqs panel build --panel-set panels --input march.csv --since 2026-03-01 --until 2026-03-31 --part 00..0f --json',
    ],
    settings: [
      'panelSet',
      ...INPUT.filter((name) => name !== 'panelSet'),
      ...OWN_WRITING,
      'partRange',
      'panelTasks',
      'taskIndex',
      'completeFrom',
      'completeTo',
      'threads',
    ],
    work: async (context) => (await import('../commands/panel/build.js')).buildSet(context),
  }),
  command({
    name: 'panel ls',
    summary: 'list what a panel set holds, by part',
    description: 'Reads the manifest alone. With --json each object is listed, with its days, size and digest.',
    examples: ['dqs panel ls --panel-set /shared/panels', 'dqs panel ls --panel-set s3://bucket/panels --json'],
    settings: ['panelSet'],
    work: async (context) => (await import('../commands/panel/ls.js')).listSet(context),
  }),
  command({
    name: 'panel pools',
    summary: 'count each rule and everything by day, over all parts of a panel set',
    description:
      'Whole numbers of passes, fails and errors by tenant, which are the same bytes however many tasks have built the set. The ' +
      'manifest names them until the set holds something else.',
    examples: ['dqs panel pools --panel-set /shared/panels', 'dqs panel pools --panel-set s3://bucket/panels --json'],
    settings: ['panelSet'],
    work: async (context) => (await import('../commands/panel/pools.js')).poolSet(context),
  }),
  command({
    name: 'panel verify',
    summary: 'check every byte of a panel set, and name what no longer counts',
    description:
      'Reads each object and compares it with its digest, its part, its days and its counts, and the pools with the objects. ' +
      'Objects that the manifest does not name are listed and are no problem: they were replaced, or left by a task that was ' +
      'killed. Ends with 1 if something is damaged.',
    examples: ['dqs panel verify --panel-set /shared/panels', 'dqs panel verify --panel-set s3://bucket/panels --json'],
    settings: ['panelSet'],
    work: async (context) => (await import('../commands/panel/verify.js')).verifySet(context),
  }),
];
