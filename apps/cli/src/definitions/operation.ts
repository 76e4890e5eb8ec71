import { LOGS, OWN_WRITING } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands that operate forecasts: results in, forecasts out, grades. */
export const OPERATION_COMMANDS = [
  command({
    name: 'forecast issue',
    summary: 'forecast a day for every series, into the ledger of a store',
    description:
      'From what the store of deliveries knows: by the version in production, by the one before it for 14 graded days after a ' +
      'promotion, and by the naive forecast that did best on the training days. What was issued before stays, so a second run ' +
      'adds nothing, and one after a crash what is missing. With --known-at the forecasts are those that would have been made then.',
    examples: [
      'dqs forecast issue --store results-store',
      'dqs forecast issue --store results-store --model orders@production --date 2026-03-02',
      'dqs forecast issue --store results-store --model model --known-at 2026-03-01T08:00:00Z --json',
    ],
    settings: [
      'store',
      'databaseUrl',
      'issuedModel',
      'registry',
      'issuedDay',
      'asOf',
      'knownAt',
      'again',
      'target',
      'targets',
      'catalog',
      'threads',
    ],
    work: async (context) => (await import('../commands/operation/issue.js')).issueForecasts(context),
  }),
  command({
    name: 'ledger backfill',
    summary:
      'forecast the days since the training of a version, as the backtest that its live forecasts are compared with',
    description:
      'Each day from the results of the days before. Their results are known already, so these forecasts are backfill, and never ' +
      'count as live ones. What the version has forecast already stays. dqs ledger grade grades them.',
    examples: [
      'dqs ledger backfill --store results-store --model orders@production',
      'dqs ledger backfill --store results-store --model model --from 2026-02-01 --to 2026-02-28',
    ],
    settings: [
      'store',
      'databaseUrl',
      'issuedModel',
      'registry',
      'backfillFrom',
      'simulatedTo',
      'target',
      'targets',
      'catalog',
      'threads',
    ],
    work: async (context) => (await import('../commands/operation/issue.js')).backfillForecasts(context),
  }),
  command({
    name: 'ledger collect',
    summary: 'bring what has arrived in a store into its ledger',
    description:
      'Every result that a delivery added or changed becomes a revision of what is known of its series and day. Only what is new ' +
      'since the last time is read; the same again changes nothing.',
    examples: ['dqs ledger collect --store results-store', 'dqs ledger collect --store results-store --json'],
    settings: ['store', 'databaseUrl'],
    work: async (context) => (await import('../commands/operation/ledger.js')).collectIntoLedger(context),
  }),
  command({
    name: 'ledger grade',
    summary: 'grade the days about which something new is known',
    description:
      'A day waits until each of its sources has delivered or is silent, and no longer than --grace-hours after its end. What ' +
      'comes later is graded beside what was.',
    examples: ['dqs ledger grade --store results-store', 'dqs ledger grade --store results-store --grace-hours 12'],
    settings: ['store', 'databaseUrl', 'graceHours'],
    work: async (context) => (await import('../commands/operation/ledger.js')).gradeLedger(context),
  }),
  command({
    name: 'simulate-operation',
    summary: 'replay a history day by day, with planted faults, and tell what was found when',
    description:
      'Results are delivered, collected, graded and watched, and each next day is forecast, by the steps that run in earnest and a ' +
      'clock that follows the history. Faults: drop, drift, shift (of results), silent, late, duplicate, correction (of deliveries). ' +
      'With --policy it also tells what an alert policy would have sent, and how good its warnings were. ' +
      'With --store the deliveries and the ledger are kept for the other commands; without it, in memory.',
    examples: [
      'dqs simulate-operation --input history.csv',
      'dqs simulate-operation --input history.csv --plant drop:30@2025-06-01+14 late:2 --seed 7 --out report.json',
      'dqs simulate-operation --input history.csv --policy alerts.yaml --json',
      'dqs simulate-operation --input history.csv --model model --from 2025-05-01 --to 2025-06-30 --store simulated',
    ],
    settings: [
      ...LOGS,
      ...OWN_WRITING,
      'issuedModel',
      'registry',
      'simulatedFrom',
      'simulatedTo',
      'simulationSeed',
      'plant',
      'target',
      'targets',
      'catalog',
      'simulatedPolicy',
      'store',
      'databaseUrl',
      'out',
      'threads',
    ],
    work: async (context) => (await import('../commands/operation/simulate.js')).simulate(context),
  }),
];
