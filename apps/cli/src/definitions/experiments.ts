import { EXPERIMENT_RULES, INPUT, OWN_WRITING, OWN_WRITING_BESIDE_OUTCOMES } from '@dqs/runtime/settings';

import { command } from './command.js';

const ONE = ['experimentName', 'experiments'] as const;

const DAYS = ['registry', 'fromDay', 'toDay', 'replayHorizon', 'threads'] as const;
const PAST_DAYS = [...INPUT, ...OWN_WRITING, ...DAYS] as const;

/** The commands of `dqs experiment`, in the order of an experiment's life. */
export const EXPERIMENTS_COMMANDS = [
  command({
    name: 'experiment plan',
    summary: 'estimate how many days an experiment needs to detect an effect',
    description:
      'Measures how much losses vary, from the records of an experiment or from past days of a history. It may also be ' +
      'passed with --baseline-loss and --daily-sd.',
    examples: [
      'dqs experiment plan --effect 0.03 --input history.csv.gz --control model-a --treatment model-b',
      'dqs experiment plan new-features --effect 0.02 --power 0.9',
      'dqs experiment plan --baseline-loss 2.5 --daily-sd 0.2 --effect 0.05',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [
      'effect',
      'power',
      'alpha',
      'share',
      'maxDays',
      ...ONE,
      'control',
      'treatment',
      ...PAST_DAYS,
      'baselineLoss',
      'dailySd',
    ],
    work: async (context) => (await import('../commands/experiment/plan.js')).plan(context),
  }),
  command({
    name: 'experiment replay',
    summary: 'show what an experiment over past days would have concluded, and when',
    description:
      'Each version forecasts every day after the training of all versions, as of the day it would have been ' +
      'forecast. Nothing is logged. Exit codes are those of dqs experiment evaluate.',
    examples: [
      'dqs experiment replay --input history.csv.gz --control model-a --treatment model-b',
      'dqs experiment replay --panel panel.parquet --control orders@production --treatment orders@1.3.0 --html replay.html',
    ],
    settings: ['control', 'treatment', ...PAST_DAYS, ...EXPERIMENT_RULES, 'experimentHtml'],
    work: async (context) => (await import('../commands/experiment/replay.js')).replay(context),
  }),
  command({
    name: 'experiment create',
    summary: 'start an experiment between two or more versions',
    description:
      'Fixes everything the verdict will depend on. An alias such as orders@production is stored as the ' +
      'version it currently points at.',
    examples: [
      'dqs experiment create new-features --control orders@production --treatment orders@1.3.0',
      'dqs experiment create slow-rate --control model-a --treatment model-b --share 0.05 --max-latency-increase 0.2',
      'dqs experiment create elsewhere --control old --treatment new --external --mode split',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE, 'control', 'treatment', 'mode', ...EXPERIMENT_RULES, 'registry', 'external'],
    work: async (context) => (await import('../commands/experiment/create.js')).create(context),
  }),
  command({
    name: 'experiment assign',
    summary: 'show which version serves a unit, and log the exposure',
    description:
      'The same unit always gets the same arm; a larger share keeps the units that were already treated. Exposures ' +
      'are on disk before the arms are printed.',
    examples: [
      'dqs experiment assign new-features 368a1020-8a4a-5607-a6fe-c6af310e5e5c/102',
      'dqs experiment assign new-features orders/102 orders/103 --date 2026-03-01 --json',
      'dqs experiment assign new-features orders/102 --dry-run',
    ],
    positionals: [
      { setting: 'experimentName', syntax: '[name]' },
      { setting: 'units', syntax: '[units...]' },
    ],
    settings: [...ONE, 'units', 'experimentDay', 'dryAssign'],
    work: async (context) => (await import('../commands/experiment/assign.js')).assign(context),
  }),
  command({
    name: 'experiment record',
    summary: 'log outcomes of requests: losses, latencies, failures',
    description:
      'From a history, every version forecasts the days after its training as of each day, and the absolute errors are ' +
      'logged. With --outcomes, losses measured elsewhere are logged. Recording the same data again changes nothing.',
    examples: [
      'dqs experiment record new-features --input history.csv.gz --from 2026-03-01 --to 2026-03-01',
      'dqs experiment record new-features --panel panel.parquet',
      'dqs experiment record elsewhere --outcomes outcomes.jsonl',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE, 'outcomes', ...INPUT, ...OWN_WRITING_BESIDE_OUTCOMES, ...DAYS],
    work: async (context) => (await import('../commands/experiment/record.js')).record(context),
  }),
  command({
    name: 'experiment evaluate',
    summary: 'show the verdict in one sentence',
    description:
      'May be run every day: the verdict rests on an always-valid interval. Exits with 3 if control is better or the ' +
      'records cannot be trusted, with 0 if the treatment is better or the evidence is inconclusive.',
    examples: ['dqs experiment evaluate new-features', 'dqs experiment evaluate new-features --json'],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE],
    work: async (context) => (await import('../commands/experiment/evaluate.js')).evaluate(context),
  }),
  command({
    name: 'experiment report',
    summary: 'show all results of an experiment: tests, segments, guardrails, division of units',
    examples: [
      'dqs experiment report new-features',
      'dqs experiment report new-features --html report.html',
      'dqs experiment report new-features --json',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE, 'experimentHtml'],
    work: async (context) => (await import('../commands/experiment/report.js')).report(context),
  }),
  command({
    name: 'experiment ramp',
    summary: 'treat a different share of the units from a day on',
    description:
      'Units treated under a smaller share stay treated. A split test then counts from that day, since the units were ' +
      'divided differently before. A day on which units were assigned keeps its share.',
    examples: [
      'dqs experiment ramp new-features --share 0.05',
      'dqs experiment ramp new-features --share 0.25 --date 2026-03-01',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE, 'share', 'rampDay'],
    work: async (context) => (await import('../commands/experiment/ramp.js')).ramp(context),
  }),
  command({
    name: 'experiment stop',
    summary: 'end an experiment; its logs stay',
    examples: ['dqs experiment stop new-features --reason "1.3.0 is promoted"'],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    settings: [...ONE, 'stopReason'],
    work: async (context) => (await import('../commands/experiment/stop.js')).stop(context),
  }),
  command({
    name: 'experiment list',
    summary: 'list experiments',
    examples: ['dqs experiment list', 'dqs experiment list --experiments /srv/experiments --json'],
    settings: ['experiments'],
    work: async (context) => (await import('../commands/experiment/list.js')).list(context),
  }),
];
