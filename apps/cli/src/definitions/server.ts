import { TOKENS, WORKER } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands that serve, and of the keys that whoever asks needs. */
export const SERVER_COMMANDS = [
  command({
    name: 'serve',
    summary: 'run the whole system in one process: database, API and worker',
    description:
      'What dqs api and dqs worker do, beside an embedded database, in the folder store unless --store names another one: results ' +
      'come in by the API or the inbox, are graded, days are forecast, and by a policy people are told. With --demo an empty store ' +
      'is first filled with two years of a company, of which the second is replayed up to now; that takes a minute or two. SIGTERM or ' +
      'Ctrl-C lets requests and jobs end that are on their way.',
    examples: [
      'dqs serve --demo',
      'dqs serve --store results-store --inbox inbox --policy dqs.alerts.yaml',
      'DATABASE_URL=postgres://dqs@db/dqs dqs serve --store results-store --host 0.0.0.0 --auth keys',
    ],
    settings: ['demo', ...WORKER, 'tickSeconds', 'drainSeconds', 'host', 'port', 'auth', ...TOKENS, 'rateLimit'],
    work: async (context) => (await import('../commands/serve/serve.js')).serveAll(context),
  }),
  command({
    name: 'api',
    summary: 'serve forecasts, results and the ledger over HTTP',
    description:
      'The Open Inference Protocol below /v2, everything else below /api/v1, described at /openapi.json. On this machine alone and ' +
      'without a key, unless --host and --auth say otherwise; other machines always need a key of dqs keys create. Promotions and ' +
      'new results are taken over within seconds. SIGTERM lets requests end that are on their way.',
    examples: [
      'dqs api --model model',
      'dqs api --store results-store --registry registry --port 8080',
      'dqs api --store results-store --host 0.0.0.0 --auth keys',
    ],
    settings: [
      'issuedModel',
      'registry',
      'store',
      'databaseUrl',
      'host',
      'port',
      'auth',
      ...TOKENS,
      'rateLimit',
      'servedPolicy',
      'servedRetraining',
      'inbox',
      'collectFrom',
      'issueAt',
      'graceHours',
      'target',
      'targets',
      'catalog',
      'webhookNetworks',
    ],
    work: async (context) => (await import('../commands/api.js')).serve(context),
  }),
  command({
    name: 'keys create',
    summary: 'make an API key and show it, this once',
    description: 'Only a hash of it is kept in the store.',
    examples: [
      'dqs keys create --store results-store --name "Anna, notebook"',
      'dqs keys create --store results-store --name nightly --role service --tenants acme --days 365 --json',
    ],
    settings: [
      'store',
      'databaseUrl',
      'keyName',
      'keyRole',
      'keyTenants',
      'keyScopes',
      'keyDays',
      'keyEnvironment',
      'by',
    ],
    work: async (context) => (await import('../commands/keys/create.js')).createKey(context),
  }),
  command({
    name: 'keys list',
    summary: 'list the API keys of a store',
    examples: ['dqs keys list --store results-store'],
    settings: ['store'],
    work: async (context) => (await import('../commands/keys/list.js')).listKeys(context),
  }),
  command({
    name: 'keys revoke',
    summary: 'end an API key; servers refuse it within seconds',
    examples: ['dqs keys revoke 4fA1kz09QeXw --store results-store'],
    positionals: [{ setting: 'keyId', syntax: '[id]' }],
    settings: ['keyId', 'store', 'databaseUrl', 'by'],
    work: async (context) => (await import('../commands/keys/revoke.js')).revokeKey(context),
  }),
];
