import { WORKER } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands of a system that runs by itself. */
export const JOBS_COMMANDS = [
  command({
    name: 'worker',
    summary: 'do what is due, again and again: collect, grade, forecast, alert, train anew, check',
    description:
      'Looks every --tick-seconds at what there is and what there should be, and does the rest: files of the inbox, results that ' +
      'are not in the ledger, days to grade, the forecasts of today, by a policy whom to tell what, by another one whether to train ' +
      'the model anew, and once a day a check of all records. Several workers on one store share the work; that of one that ' +
      'died goes on elsewhere. Ctrl-C or SIGTERM lets running jobs end.',
    examples: [
      'dqs worker --store results-store --inbox inbox',
      'dqs worker --store results-store --from dbt=warehouse/target',
      'DATABASE_URL=postgres://dqs@db/dqs dqs worker --store results-store --model orders@production --issue-at 05:30',
    ],
    settings: [...WORKER, 'tickSeconds', 'drainSeconds', 'metricsPort', 'metricsHost'],
    work: async (context) => (await import('../commands/jobs/jobs.js')).work(context),
  }),
  command({
    name: 'jobs run',
    summary: 'do what is due now, and end: a worker for your own timetable',
    description: 'As dqs worker does it, until nothing is due. What fails is tried again by a later run.',
    examples: ['dqs jobs run --store results-store --inbox inbox', 'dqs jobs run --store results-store --json'],
    settings: WORKER,
    work: async (context) => (await import('../commands/jobs/jobs.js')).runJobs(context),
  }),
  command({
    name: 'jobs tick',
    summary: 'put what is due into the queue, for the workers',
    description: 'A tick that is missed or done twice is harmless: what is there already is left as it is.',
    examples: ['dqs jobs tick --store results-store --inbox inbox'],
    settings: WORKER,
    work: async (context) => (await import('../commands/jobs/jobs.js')).tickJobs(context),
  }),
  command({
    name: 'jobs list',
    summary: 'show every kind of job with its last and its next one, then the jobs and what has become of them',
    description: 'Jobs are kept for 30 days.',
    examples: ['dqs jobs list --store results-store', 'dqs jobs list --store results-store --state failed --json'],
    settings: [...WORKER, 'jobState', 'last'],
    work: async (context) => (await import('../commands/jobs/jobs.js')).listJobs(context),
  }),
  command({
    name: 'jobs pause',
    summary: 'begin no more jobs of a kind, in any worker, until dqs jobs resume; requires --reason',
    description: 'What runs goes on. What becomes due meanwhile is found by the first tick after it.',
    examples: ['dqs jobs pause forecast --reason "the source is being rebuilt" --store results-store'],
    positionals: [{ setting: 'jobKind', syntax: '[kind]' }],
    settings: ['jobKind', 'store', 'databaseUrl', 'reason', 'by'],
    work: async (context) => (await import('../commands/jobs/pause.js')).pauseJobs(context),
  }),
  command({
    name: 'jobs resume',
    summary: 'end a pause of a kind of job',
    examples: ['dqs jobs resume forecast --store results-store'],
    positionals: [{ setting: 'jobKind', syntax: '[kind]' }],
    settings: ['jobKind', 'store', 'databaseUrl', 'reason', 'by'],
    work: async (context) => (await import('../commands/jobs/pause.js')).resumeJobs(context),
  }),
  command({
    name: 'automation pause',
    summary: 'train no model and move no alias, in any worker, until dqs automation resume; requires --reason',
    description:
      'Of all models; dqs retrain pause stops one. Forecasts, grades and alerts go on. A challenger in its shadow goes on forecasting, ' +
      'and a person may still promote and roll back.',
    examples: ['dqs automation pause --reason "year-end closing" --store results-store'],
    settings: ['store', 'databaseUrl', 'reason', 'by'],
    work: async (context) => (await import('../commands/jobs/pause.js')).pauseAutomation(context),
  }),
  command({
    name: 'automation resume',
    summary: 'end the pause of the automation',
    examples: ['dqs automation resume --store results-store'],
    settings: ['store', 'databaseUrl', 'reason', 'by'],
    work: async (context) => (await import('../commands/jobs/pause.js')).resumeAutomation(context),
  }),
  command({
    name: 'jobs retry',
    summary: 'try a job again that has failed',
    description: 'A job that fails is tried six times, with growing delays; then it waits for this.',
    examples: ['dqs jobs retry forecast 2026-03-02 --store results-store'],
    positionals: [
      { setting: 'jobKind', syntax: '[kind]' },
      { setting: 'jobKey', syntax: '[key]' },
    ],
    settings: ['jobKind', 'jobKey', 'store', 'databaseUrl', 'by'],
    work: async (context) => (await import('../commands/jobs/jobs.js')).retryJob(context),
  }),
];
