import type { Command } from '@commander-js/extra-typings';

import { defineCommand } from '../define.js';

/** `dqs backends …`: what kinds of model there are, and how they compare. */
export function defineBackends(program: Command): void {
  defineCommand(program, {
    name: 'backends list',
    summary: 'list backends, their capabilities and whether their library is installed',
    examples: ['dqs backends list', 'dqs backends list --backends @acme/dqs-catboost --json'],
    work: async () => (await import('../../backends/list.js')).listBackends(),
  });
  defineCommand(program, {
    name: 'backends compare',
    summary: 'compare all backends on the same test windows',
    description:
      'Backtests each with its own defaults in a separate process and shows errors next to those of the best naive forecast, ' +
      'training time, forecasting speed, memory used by training and forecasting, and model size.',
    examples: [
      'dqs backends compare --input history.csv.gz',
      'dqs backends compare --input history.csv.gz --only lightgbm ridge --folds 2 --html comparison.html',
      'dqs backends compare --panel panel.parquet --spec classic --json',
    ],
    work: async (context) => (await import('../../backends/compare.js')).compareBackends(context),
  });
}
