import { WORKER } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands of a system that runs by itself. */
export const JOBS_COMMANDS = [
  command({
    name: 'worker',
    summary: 'do what is due, again and again: collect, grade, forecast, alert',
    description:
      'Looks every --tick-seconds at what there is and what there should be, and does the rest: files of the inbox, results that ' +
      'are not in the ledger, days to grade, the forecasts of today, and by a policy whom to tell what. Several workers on one store share the work; that of one that ' +
      'died goes on elsewhere. Ctrl-C or SIGTERM lets running jobs end.',
    examples: [
      'dqs worker --store results-store --inbox inbox',
      'DATABASE_URL=postgres://dqs@db/dqs dqs worker --store results-store --model orders@production --issue-at 05:30',
    ],
    settings: [...WORKER, 'tickSeconds', 'drainSeconds'],
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
    summary: 'show jobs: what waits, runs, was done or has failed, and why',
    description: 'Jobs are kept for 30 days.',
    examples: ['dqs jobs list --store results-store', 'dqs jobs list --store results-store --state failed --json'],
    settings: ['store', 'databaseUrl', 'jobState', 'last'],
    work: async (context) => (await import('../commands/jobs/jobs.js')).listJobs(context),
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
    settings: ['jobKind', 'jobKey', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/jobs/jobs.js')).retryJob(context),
  }),
];
