import { command } from './command.js';

const PART = ['ledgerFrom', 'ledgerTo', 'ledgerTenant', 'ledgerDataset', 'ledgerRule', 'arms', 'knownAt'] as const;

/** Commands that read a ledger. */
export const LEDGER_COMMANDS = [
  command({
    name: 'ledger grades',
    summary: 'show how forecasts turned out, beside the naive ones',
    description:
      'By arm and version: errors, skill against the naive forecast, how often the ranges held; then the forecasts that were ' +
      'furthest off. Forecasts from before the first result (live) and later ones (backfill) are never added up. With ' +
      '--known-at the answer is the one of that time, whatever arrived later.',
    examples: [
      'dqs ledger grades --store results-store',
      'dqs ledger grades --store results-store --from 2026-03-01 --to 2026-03-31 --arm champion --top 5',
      'dqs ledger grades --store results-store --dataset orders --known-at 2026-03-20 --json',
      'dqs ledger grades --store results-store --from 2026-03-01 --format csv',
    ],
    settings: ['store', 'databaseUrl', ...PART, 'worst', 'gradesFormat'],
    work: async (context) => (await import('../commands/ledger/grades.js')).showGrades(context),
  }),
  command({
    name: 'ledger show',
    summary: 'show one forecast, the results of its day as they came, and its grade',
    examples: ['dqs ledger show 80004fea2b5540778522cbaa8b02e911 --store results-store'],
    positionals: [{ setting: 'forecastId', syntax: '[id]' }],
    settings: ['forecastId', 'store', 'databaseUrl', 'knownAt'],
    work: async (context) => (await import('../commands/ledger/show.js')).showForecast(context),
  }),
  command({
    name: 'ledger replay',
    summary: 'make a forecast again, and compare every bit of it',
    description:
      'From the deliveries that its issue knew, by the version that made it. Exit code 1 if anything differs; what does is listed. ' +
      'A version that is not in the registry is named by the path of its bundle.',
    examples: [
      'dqs ledger replay 80004fea2b5540778522cbaa8b02e911 --store results-store',
      'dqs ledger replay 80004fea2b5540778522cbaa8b02e911 --store results-store --model model --json',
    ],
    positionals: [{ setting: 'forecastId', syntax: '[id]' }],
    settings: ['forecastId', 'store', 'databaseUrl', 'replayedModel', 'registry'],
    work: async (context) => (await import('../commands/ledger/replay.js')).replayForecast(context),
  }),
  command({
    name: 'ledger export',
    summary: 'write forecasts with their grades into a file, of all days or some',
    description: 'One row a forecast: the columns of dqs predict, when and by what it was made, and what became of it.',
    examples: [
      'dqs ledger export --store results-store --out ledger.csv',
      'dqs ledger export --store results-store --arm champion --from 2026-01-01 --out 2026.jsonl',
      'dqs ledger export --store results-store --known-at 2026-03-20 > known.csv',
    ],
    settings: ['store', 'databaseUrl', ...PART, 'exportFormat', 'out'],
    work: async (context) => (await import('../commands/ledger/export.js')).exportLedger(context),
  }),
];
