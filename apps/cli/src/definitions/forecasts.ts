import { INPUT, NEWER_HISTORY, OWN_WRITING, OWN_WRITING_BESIDE_FORMAT } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands that forecast with a model. */
export const FORECASTS_COMMANDS = [
  command({
    name: 'predict',
    summary: 'forecast one series or all of them',
    description:
      'The bundle contains the history it was trained on, so nothing else is needed. A newer history from --input or ' +
      '--panel replaces it from its first day on. Each forecast is shown next to the naive one, with the range that 80 and 95 of 100 ' +
      'days stay within, and the odds of falling below a target.',
    examples: [
      'dqs predict --model model --all --top 10',
      'dqs predict --model model --all --date 2025-05-15 --format csv --out forecasts.csv',
      'dqs predict --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102 --date 2025-05-15',
      'dqs predict --model model --input yesterday.csv --all --json',
      'dqs predict --model model --all --horizons 1-7 --target 95 --sort odds --top 20',
      'dqs predict --model model --all --targets targets.csv --sort change',
    ],
    settings: [
      'model',
      'registry',
      'tenant',
      'dataset',
      'rule',
      'ruleMetadata',
      'all',
      'date',
      'asOf',
      'forecastHorizon',
      'horizons',
      'target',
      'targets',
      'catalog',
      'sort',
      ...INPUT,
      ...OWN_WRITING_BESIDE_FORMAT,
      'top',
      'format',
      'out',
      'threads',
    ],
    work: async (context) => (await import('../commands/predict.js')).predict(context),
  }),
  command({
    name: 'check',
    summary: 'compare the results of a day with their forecasts, worst surprise first',
    description:
      'Forecasts the day from the day before and ranks the results by the odds of one at least this bad. What is late or missing ' +
      'comes first; with --store it is told by when each source usually arrives. Exit code 3 if a result is worse than chance ' +
      'explains, or if nothing has arrived. On a quiet day that happens with the probability of --limit at most, however ' +
      'many series there are.',
    examples: [
      'dqs check --model model --store results-store --date yesterday',
      'dqs check --model orders@production --panel panel.parquet --date 2026-03-01 --html check.html',
      'dqs check --model model --store results-store --limit 0.01 --json',
    ],
    settings: [
      'model',
      'registry',
      'checkedDay',
      'falseAlarmDays',
      'checkedTop',
      'target',
      'targets',
      'catalog',
      ...INPUT,
      ...OWN_WRITING,
      'html',
      'threads',
    ],
    work: async (context) => (await import('../commands/check.js')).check(context),
  }),
  command({
    name: 'explain',
    summary: 'show the contributions behind a forecast',
    description:
      'The contribution of each feature in percentage points; the printed numbers add up to the forecast. Which kinds of ' +
      'model can be explained is shown by dqs backends list, under contributions.',
    examples: [
      'dqs explain --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102',
      'dqs explain --model model --dataset 368a1020-8a4a-5607-a6fe-c6af310e5e5c --rule 102 --date 2025-05-15 --top 5',
    ],
    settings: [
      'model',
      'registry',
      'tenant',
      'dataset',
      'rule',
      'ruleMetadata',
      'date',
      'asOf',
      'target',
      'targets',
      'catalog',
      ...INPUT,
      ...OWN_WRITING,
      'explainTop',
    ],
    work: async (context) => (await import('../commands/explain.js')).explain(context),
  }),
  command({
    name: 'batch-predict',
    summary: 'forecast a file of requests on all cores; resumes after a crash',
    description:
      'Every request becomes a row of the output, in order, or a dead letter with its reason. Once corrected, dead letters ' +
      'can be passed as --input again. The same command resumes a run that was killed or stopped. A target that a request ' +
      'names in a column target_percentage wins over --targets, and that over --target.',
    examples: [
      'dqs batch-predict --model model --input requests.csv --output forecasts.csv',
      'dqs batch-predict --model orders@production --input requests.parquet --output forecasts.parquet --workers 4',
      'dqs batch-predict --model model --input requests.csv.gz --output forecasts.jsonl --check-only',
      'dqs batch-predict --model model --input forecasts.csv.dead-letters.jsonl --output corrected.csv',
    ],
    settings: [
      'model',
      'registry',
      'requests',
      'inputFormat',
      'output',
      'outputFormat',
      'deadLetters',
      'state',
      ...NEWER_HISTORY,
      'asOf',
      'target',
      'targets',
      'catalog',
      'workers',
      'isolation',
      'shardRows',
      'workerMemory',
      'maxErrorRatio',
      'resume',
      'restart',
      'dryRun',
      'checkOnly',
      'progress',
      'threads',
    ],
    places: {
      further: ({ output, deadLetters, state }) => [
        ...(deadLetters === undefined
          ? [{ name: 'the dead letters', path: `${String(output)}.dead-letters.jsonl` }]
          : []),
        ...(state === undefined ? [{ name: 'the state of the run', path: `${String(output)}.batch` }] : []),
      ],
    },
    work: async (context) => (await import('../commands/batch-predict.js')).batchPredict(context),
  }),
];
