import { command } from './command.js';

/** Commands about how good forecasts have been. */
export const MONITORING_COMMANDS = [
  command({
    name: 'monitor',
    summary: 'show how good live forecasts have been: skill, calibration, warnings, drift, and what has become worse',
    description:
      'Reads the graded forecasts of a store. Only forecasts that were issued before the first result of their day count. ' +
      'Verdicts hold for days that resemble each other and for many pools at once; docs/monitoring.md says how. With --known-at ' +
      'the answer is what it was then, whatever has arrived since. With --model the features of the last 28 days are compared with ' +
      'those of its training, ranked by what their drift may cost. The exit code is 0 whatever is found, unless --gate asks for 3.',
    examples: [
      'dqs monitor --store results-store',
      'dqs monitor --store results-store --html quality.html',
      'dqs monitor --store results-store --model orders@production',
      'dqs monitor --store results-store --known-at 2026-03-01T08:00:00Z --json',
    ],
    settings: ['store', 'databaseUrl', 'driftModel', 'registry', 'knownAt', 'html', 'monitorGate'],
    work: async (context) => (await import('../commands/monitor.js')).monitorStore(context),
  }),
];
