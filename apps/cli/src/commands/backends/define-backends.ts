import type { Command } from '@commander-js/extra-typings';

import { defineCommand } from '../define.js';

/** `dqs backends …`: what kinds of model there are, and how they compare. */
export function defineBackends(program: Command): void {
  defineCommand(program, {
    name: 'backends list',
    summary: 'show the kinds of model, what each can do and whether its library is installed',
    examples: ['dqs backends list', 'dqs backends list --backends @acme/dqs-catboost --json'],
    work: async () => (await import('../../backends/list.js')).listBackends(),
  });
  defineCommand(program, {
    name: 'backends compare',
    summary: 'measure all kinds of model on the same test windows',
    description:
      'Each is backtested with its own defaults in a process of its own: errors beside those of the best naive forecast, ' +
      'time to train, speed of forecasts, memory that training and forecasting add, and size of the model.',
    examples: [
      'dqs backends compare --input history.csv.gz',
      'dqs backends compare --input history.csv.gz --only lightgbm ridge --folds 2 --html comparison.html',
      'dqs backends compare --panel panel.parquet --spec classic --json',
    ],
    work: async (context) => (await import('../../backends/compare.js')).compareBackends(context),
  });
}
