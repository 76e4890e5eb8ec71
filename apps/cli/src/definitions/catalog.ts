import { INPUT, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands of the catalog of series. */
export const CATALOG_COMMANDS = [
  command({
    name: 'catalog explain',
    summary: 'show the owner, target, importance, tags and runbook of a series, and which line says so',
    description:
      'For each field the first entry of the catalog that matches counts. With a history, datasets may be called by their uuid ' +
      'or by their name; without one the parts are taken as they are.',
    examples: [
      'dqs catalog explain orders/104',
      'dqs catalog explain shop/eu/orders/104 --catalog catalogs/eu.yaml',
      'dqs catalog explain orders/104 --store results-store --json',
    ],
    positionals: [{ setting: 'series', syntax: '[series]' }],
    settings: ['series', 'catalog', ...INPUT, ...OWN_WRITING, 'threads'],
    work: async (context) => (await import('../commands/catalog/explain.js')).explainSeries(context),
  }),
  command({
    name: 'catalog check',
    summary: 'check a catalog: every problem with its line, its digest, and who has no owner',
    description:
      'With a history also: the series without an owner, and the entries that match none. Neither is an error.',
    examples: ['dqs catalog check', 'dqs catalog check --catalog catalogs/eu.yaml --panel panel.parquet'],
    settings: ['catalog', ...INPUT, ...OWN_WRITING, 'threads'],
    work: async (context) => (await import('../commands/catalog/check.js')).checkCatalog(context),
  }),
];
