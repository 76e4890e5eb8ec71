import { LOGS, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands of stores of deliveries. */
export const DELIVERIES_COMMANDS = [
  command({
    name: 'collect',
    summary: 'add logs to a store of deliveries, each as one delivery',
    description:
      'The same delivery again changes nothing, in any order and from any number of processes. A delivery is known by its id: ' +
      '--id, or the sha256 of its content. The same id with other results replaces them: a correction. What was known at any ' +
      'time stays known. A file that cannot be read keeps none of the others out; the exit code is then 1.',
    examples: [
      'dqs collect results/today.csv --store results-store',
      'dqs collect "logs/*.jsonl.gz" --store results-store',
      'psql --csv -f today.sql | dqs collect - --store results-store --id nightly-2026-03-01',
    ],
    positionals: [{ setting: 'input', syntax: '[inputs...]' }],
    settings: [...LOGS.filter((name) => name !== 'panel'), ...OWN_WRITING, 'store', 'deliveryId', 'by', 'threads'],
    work: async (context) => (await import('../commands/deliveries/collect.js')).collectInputs(context),
  }),
  command({
    name: 'deliveries list',
    summary: 'list the deliveries of a store',
    description:
      'The newest version of each, in the order of arrival. With --json also the usual arrival of each source.',
    examples: [
      'dqs deliveries list --store results-store',
      'dqs deliveries list --store results-store --known-at 2026-03-01T12:00:00Z --json',
    ],
    settings: ['store', 'knownAt', 'last'],
    work: async (context) => (await import('../commands/deliveries/list.js')).listDeliveries(context),
  }),
  command({
    name: 'deliveries show',
    summary: 'show all versions of a delivery',
    examples: ['dqs deliveries show nightly-2026-03-01 --store results-store'],
    positionals: [{ setting: 'delivery', syntax: '[id]' }],
    settings: ['delivery', 'store'],
    work: async (context) => (await import('../commands/deliveries/show.js')).showDelivery(context),
  }),
  command({
    name: 'deliveries replace',
    summary: 'correct a delivery: a file takes its place',
    description: 'The earlier versions stay, and with --known-at they are what was known then.',
    examples: ['dqs deliveries replace nightly-2026-03-01 corrected.csv --store results-store'],
    positionals: [
      { setting: 'delivery', syntax: '[id]' },
      { setting: 'correction', syntax: '[input]' },
    ],
    settings: [
      'delivery',
      'correction',
      ...LOGS.filter((name) => name !== 'panel' && name !== 'input'),
      ...OWN_WRITING,
      'store',
      'by',
      'threads',
    ],
    work: async (context) => (await import('../commands/deliveries/collect.js')).replaceDelivery(context),
  }),
  command({
    name: 'deliveries arrivals',
    summary: 'show when the results of each source usually arrive',
    description:
      'Hours from the start of the business day, UTC, to its last results: the usual one, and those by which 95 and 99 of 100 ' +
      'days are complete, with an allowance while few days are known. Corrections and loaded histories do not count.',
    examples: ['dqs deliveries arrivals --store results-store', 'dqs deliveries arrivals --store results-store --json'],
    settings: ['store', 'knownAt'],
    work: async (context) => (await import('../commands/deliveries/arrivals.js')).showArrivals(context),
  }),
  command({
    name: 'deliveries compact',
    summary: 'merge all deliveries into a snapshot, so that the store is read faster',
    description: 'Nothing is removed: ids stay, corrections stay possible, and --known-at gives what it gave.',
    examples: ['dqs deliveries compact --store results-store'],
    settings: ['store', 'by'],
    work: async (context) => (await import('../commands/deliveries/compact.js')).compactDeliveries(context),
  }),
  command({
    name: 'deliveries verify',
    summary: 'check every byte and the history of a store',
    examples: [
      'dqs deliveries verify --store results-store',
      'dqs deliveries verify --store results-store --expect-head 8f3ad7c05b1e9d42 --json',
    ],
    settings: ['store', 'expectHead'],
    work: async (context) => (await import('../commands/deliveries/verify.js')).verifyStore(context),
  }),
];
