import { GATES, INPUT, JUDGING, OWN_WRITING, TRAINING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands that train, compare and judge models. */
export const MODELS_COMMANDS = [
  command({
    name: 'train',
    summary: 'train a model and compare it with naive forecasts',
    description:
      'The last dates are set aside for the test and never trained on. --out becomes a bundle: a directory with the model, ' +
      'its training data and its scores. An existing bundle is replaced, anything else is left alone, and in a bucket nothing is replaced. ' +
      'The cheap gates check the result; if one fails, the bundle is still written and ' +
      'records it, a registry will not promote it, and the exit code is 3. dqs validate runs all gates.',
    examples: [
      'dqs train --input history.csv.gz --out model',
      'dqs train --input "logs/*.parquet" --spec classic --rounds 100 --out model',
      'dqs train --panel panel.parquet --param num_leaves=63 --early-stopping 20 --refit --out model',
      'cat history.csv | dqs train --input - --out model --json',
      'dqs train --input history.csv.gz --limit minSkill=0.05 --out model',
      'dqs train --panel panel.parquet --sample auto --out model',
    ],
    settings: [...INPUT, ...OWN_WRITING, 'bundleOut', ...TRAINING, 'sample', 'refit', 'machines', 'rank', ...GATES],
    work: async (context) => (await import('../commands/train.js')).train(context),
  }),
  command({
    name: 'backtest',
    summary: 'measure a model on past days, as they would have been forecast at the time',
    description:
      'The last dates are split into windows; each is forecast by a model trained on the days before it, one horizon ' +
      'ahead, or several with --horizons.',
    examples: [
      'dqs backtest --input history.csv.gz',
      'dqs backtest --panel panel.parquet --folds 6 --workers auto --spec classic --html report.html',
      'dqs backtest --input history.csv.gz --test-from 2025-03-01 --json',
      'dqs backtest --input history.csv.gz --folds 1 --horizons 1,3,7,14',
      'dqs backtest --panel panel.parquet --groups +quarter +holidays --country DE',
    ],
    settings: [
      ...INPUT,
      ...OWN_WRITING,
      ...TRAINING,
      'sample',
      'folds',
      'testHorizons',
      'foldWorkers',
      'target',
      'html',
      'htmlSeries',
    ],
    work: async (context) => (await import('../commands/backtest.js')).runBacktest(context),
  }),
  command({
    name: 'backends list',
    summary: 'list backends, their capabilities and whether their library is installed',
    examples: ['dqs backends list', 'dqs backends list --backends @acme/dqs-catboost --json'],
    settings: [],
    work: async () => (await import('../backends/list.js')).listBackends(),
  }),
  command({
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
    settings: [
      ...INPUT,
      ...OWN_WRITING,
      'only',
      'spec',
      'groups',
      'country',
      'events',
      'horizon',
      'testFraction',
      'testFrom',
      'folds',
      'html',
      'seed',
      'threads',
    ],
    work: async (context) => (await import('../backends/compare.js')).compareAll(context),
  }),
  command({
    name: 'tune',
    summary: 'search for better training parameters and measure their benefit',
    description:
      'Every trial is scored by forecasting windows before the test dates from the days before each. At the end ' +
      'the best parameters, by CRPS, are compared with the defaults of dqs train on the test dates, which the search never saw. --out stores the parameters ' +
      'for dqs train --params. --rounds is the maximum rounds of a candidate (default: 1000), --early-stopping its ' +
      'patience (default: 30); like --param and --objective they change the candidates, never the defaults.',
    examples: [
      'dqs tune --input history.csv.gz --strategy tpe --trials 50 --time 10m --out best.json',
      'dqs tune --panel panel.parquet --study search.jsonl --html search.html --out best.json',
      'dqs tune --input history.csv.gz --space space.yaml --strategy gp --trials 30 --pruner none',
    ],
    settings: [
      ...INPUT,
      ...OWN_WRITING,
      'out',
      'html',
      'strategy',
      'trials',
      'timeBudget',
      'memoryBudget',
      'pruner',
      'searchSpace',
      'study',
      'window',
      'tuningFolds',
      ...TRAINING,
    ],
    work: async (context) => (await import('../commands/tune.js')).runTune(context),
  }),
  command({
    name: 'inspect',
    summary: 'show what is in a bundle and check its files',
    examples: ['dqs inspect --model model', 'dqs inspect --model model --json'],
    settings: ['model', 'registry'],
    work: async (context) => (await import('../commands/inspect.js')).inspect(context),
  }),
  command({
    name: 'validate',
    summary: 'check a model and its input data against all gates',
    description:
      'Is the bundle intact, does its model forecast unseen days better than the naive forecasts, do its ' +
      'features see their target, is the input like the data it was trained on? Without an input the history in the ' +
      'bundle is used. A rolling backtest retrains the model for every fold, so this takes --folds (default: 2) times ' +
      'as long as the training; --folds 0 skips it. The exit code is 3 if a gate fails.',
    examples: [
      'dqs validate --model model --input history.csv.gz',
      'dqs validate --model model --input yesterday.csv --folds 0 --json',
      'dqs validate --model orders@production --panel panel.parquet --rules rules.json --html validation.html',
      'dqs validate --model model --limit minSkill=0.1 --limit maxDataAgeDays=7',
    ],
    settings: ['model', 'registry', ...JUDGING, 'html'],
    work: async (context) => (await import('../commands/validate.js')).validate(context),
  }),
];
