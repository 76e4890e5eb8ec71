import { NEWER_HISTORY } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands about runs of batch prediction: on many machines, and on one. */
export const BATCH_COMMANDS = [
  command({
    name: 'batch plan',
    summary: 'cut a file of requests into tasks for many machines',
    description:
      'Reads the requests once and writes plan.json to the place of the run: the input with its sha256, the model, and the ' +
      'range of bytes of each task. Each task then reads its own range only, so that gzip and Parquet, which have none, are ' +
      'refused. Planning again with the same input and options changes nothing.',
    examples: [
      'dqs batch plan --run /shared/runs/monday --model model --input /shared/requests.csv --shards 64',
      'dqs batch plan --run file:///shared/runs/monday --model orders@production --input /shared/requests.jsonl --shards 256 --json',
    ],
    settings: [
      'run',
      'model',
      'registry',
      'runRequests',
      'inputFormat',
      'outputFormat',
      'taskShards',
      ...NEWER_HISTORY,
      'catalog',
      'asOf',
      'target',
      'targets',
      'threads',
    ],
    work: async (context) => (await import('../commands/batch-plan.js')).batchPlan(context),
  }),
  command({
    name: 'batch work',
    summary: 'do one task of a planned run',
    description:
      'The number of the task comes from --index, or from the engine that started it: JOB_COMPLETION_INDEX, ' +
      'AWS_BATCH_JOB_ARRAY_INDEX, CLOUD_RUN_TASK_INDEX, BATCH_TASK_INDEX or SLURM_ARRAY_TASK_ID. A task may be started any ' +
      'number of times, and killed at any moment: the first one to end counts, and all make the same bytes. Exit code 1 and 130 ' +
      'mean that it is worth another start, 2 and 3 that it is not.',
    examples: [
      'dqs batch work --run /shared/runs/monday --model model --index 7',
      'dqs batch work --run /shared/runs/monday --model orders@1.2.0 --workers 1 --progress json',
      'dqs batch work --run /shared/runs/monday --model model --all',
    ],
    settings: [
      'run',
      'taskIndex',
      'allTasks',
      'model',
      'registry',
      'runRequests',
      ...NEWER_HISTORY,
      'catalog',
      'workers',
      'isolation',
      'shardRows',
      'workerMemory',
      'progress',
      'threads',
    ],
    work: async (context) => (await import('../commands/batch-work.js')).batchWork(context),
  }),
  command({
    name: 'batch finish',
    summary: 'commit a run whose tasks are all done',
    description:
      'Writes manifest.json to the place of the run, which names all parts in their order; readers read what it names. With ' +
      '--output the parts are also put together to one file, with the bytes that dqs batch-predict would have written.',
    examples: [
      'dqs batch finish --run /shared/runs/monday',
      'dqs batch finish --run /shared/runs/monday --output forecasts.csv --max-error-ratio 0.01 --json',
    ],
    settings: ['run', 'output', 'deadLetters', 'maxErrorRatio'],
    places: {
      further: ({ output, deadLetters }) =>
        deadLetters === undefined ? [{ name: 'the dead letters', path: `${String(output)}.dead-letters.jsonl` }] : [],
    },
    work: async (context) => (await import('../commands/batch-finish.js')).batchFinish(context),
  }),
  command({
    name: 'batch status',
    summary: 'show the progress of a batch prediction',
    description:
      'Reads the journal of a run on one machine, or with --run what the tasks of one on many machines have done, whether or ' +
      'not it is in progress, and changes nothing.',
    examples: [
      'dqs batch status forecasts.csv.batch',
      'dqs batch status forecasts.csv.batch --json',
      'dqs batch status --run /shared/runs/monday',
    ],
    positionals: [{ setting: 'batchFolder', syntax: '[dir]' }],
    settings: ['batchFolder', 'run'],
    work: async (context) => (await import('../commands/batch-status.js')).batchStatus(context),
  }),
];
