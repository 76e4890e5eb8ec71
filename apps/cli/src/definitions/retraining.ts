import { INPUT, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';

const POLICY = ['retrainPolicy', 'registry'] as const;

/** Commands of retraining. */
export const RETRAINING_COMMANDS = [
  command({
    name: 'retrain plan',
    summary: 'tell whether a model would be trained anew now, and why',
    description:
      'Triggers, what forbids it, and the next allowed time, by registry and history; with --store also by its ledger, its ' +
      'monitoring and the trouble with its sources. Nothing is recorded.',
    examples: [
      'dqs retrain plan --input history.csv.gz',
      'dqs retrain plan --policy orders.yaml --store results-store --json',
    ],
    settings: [...POLICY, ...INPUT, ...OWN_WRITING, 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/plan.js')).planRetraining(context),
  }),
  command({
    name: 'retrain run',
    summary: 'decide, train a challenger, judge and record it, and go on as far as the policy allows',
    description:
      'What waits is taken up first: days in the shadow, a time for vetoes, the watch over a new version. --reason asks for a ' +
      'training by hand. A challenger that is rejected ends with exit code 3; every decision is recorded, also every no.',
    examples: [
      'dqs retrain run --store results-store',
      'dqs retrain run --input history.csv.gz --reason "new rules since Monday" --by ann',
    ],
    settings: [...POLICY, ...INPUT, ...OWN_WRITING, 'databaseUrl', 'reason', 'by'],
    work: async (context) => (await import('../commands/retrain/run.js')).runRetraining(context),
  }),
  command({
    name: 'retrain decisions',
    summary: 'list decisions, verdicts, approvals and moves, and what is under way',
    examples: ['dqs retrain decisions', 'dqs retrain decisions --last 5 --json'],
    settings: [...POLICY, 'last'],
    work: async (context) => (await import('../commands/retrain/decisions.js')).listDecisions(context),
  }),
  command({
    name: 'retrain approve',
    summary: 'let a challenger in that waits for it; the alias is moved in your name',
    examples: [
      'dqs retrain approve',
      'dqs retrain approve --job retrain-0123456789abcdef --reason "looks fine" --by ann',
    ],
    settings: [...POLICY, 'job', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/act.js')).act('approve', context),
  }),
  command({
    name: 'retrain veto',
    summary: 'end a retraining before its challenger is let in; requires --reason',
    examples: ['dqs retrain veto --reason "month-end closing" --by ann'],
    settings: [...POLICY, 'job', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/act.js')).act('veto', context),
  }),
  command({
    name: 'retrain pause',
    summary: 'stop trainings and moves of this model until they are resumed; requires --reason',
    examples: ['dqs retrain pause --reason "the source is being rebuilt"'],
    settings: [...POLICY, 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/act.js')).act('pause', context),
  }),
  command({
    name: 'retrain resume',
    summary: 'end a pause',
    examples: ['dqs retrain resume'],
    settings: [...POLICY, 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/act.js')).act('resume', context),
  }),
  command({
    name: 'retrain hand-over',
    summary: 'let the automation move an alias that a person moved last',
    examples: ['dqs retrain hand-over --by ann'],
    settings: [...POLICY, 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/retrain/act.js')).act('hand-over', context),
  }),
];
