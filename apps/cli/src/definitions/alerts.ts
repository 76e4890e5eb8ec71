import { command } from './command.js';

/** Commands of the alert policy. */
export const ALERTS_COMMANDS = [
  command({
    name: 'alerts check',
    summary: 'check an alert policy: every problem with line and column, and what cannot be meant',
    description:
      'Routes that nothing reaches, rules without a route, receivers that nothing leads to, silences that have ended and ' +
      'owners whom no catalog names end with exit code 3; a policy that cannot decide with 2.',
    examples: ['dqs alerts check', 'dqs alerts check --policy alerts/main.yaml --catalog catalogs/eu.yaml'],
    settings: ['policy', 'catalog'],
    work: async (context) => (await import('../commands/alerts/check.js')).checkPolicy(context),
  }),
  command({
    name: 'alerts test',
    summary: 'run the tests that an alert policy holds; exit code 3 if one fails',
    examples: ['dqs alerts test', 'dqs alerts test --policy alerts/main.yaml --json'],
    settings: ['policy', 'catalog'],
    work: async (context) => (await import('../commands/alerts/test.js')).testPolicy(context),
  }),
  command({
    name: 'alerts schema',
    summary: 'print the JSON schema of an alert policy, for editors',
    examples: ['dqs alerts schema > dqs.alerts.schema.json'],
    settings: [],
    work: async () => (await import('../commands/alerts/schema.js')).policySchema(),
  }),
];
