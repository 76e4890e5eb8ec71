import { command } from './command.js';

/** The alerting of a policy in the database of a store. */
const ALERTING = ['store', 'databaseUrl', 'policy', 'catalog'] as const;

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
  command({
    name: 'alerts tick',
    summary: 'decide who is told what, by a policy and what is known now, and send it',
    description:
      'What has arrived in the store is taken in and graded, the policy decides, and the decision is stored with its messages in ' +
      'one transaction; then what is due is sent. A tick that is missed or done twice changes nothing, so call it as often as ' +
      'you like. With --known-at it decides on what was known then, if no later tick was made.',
    examples: [
      'dqs alerts tick --store results-store',
      'dqs alerts tick --store results-store --dry-run',
      'dqs alerts tick --store results-store --policy alerts/main.yaml --pages-url https://dqs.example.com --json',
    ],
    settings: [
      ...ALERTING,
      'knownAt',
      'graceHours',
      'tickDryRun',
      'noSend',
      'pagesUrl',
      'organization',
      'mailServer',
      'mailFrom',
      'storeLeastFree',
      'registry',
    ],
    work: async (context) => (await import('../commands/alerts/tick.js')).tickAlerts(context),
  }),
  command({
    name: 'alerts list',
    summary: 'show open incidents, what fires and tells nobody, and messages that wait',
    examples: ['dqs alerts list --store results-store', 'dqs alerts list --store results-store --all --json'],
    settings: [...ALERTING, 'listAll'],
    work: async (context) => (await import('../commands/alerts/list.js')).listAlerts(context),
  }),
  command({
    name: 'alerts outbox',
    summary: 'show messages that wait or cannot be sent; send one again, or switch a receiver on',
    description:
      'The next tick sends what is due. A message is sent again under its id, unless a newer one has said it.',
    examples: [
      'dqs alerts outbox --store results-store',
      'dqs alerts outbox resend msg-0123456789abcdef --store results-store',
      'dqs alerts outbox switch-on chat --store results-store',
    ],
    positionals: [
      { setting: 'outboxAction', syntax: '[action]' },
      { setting: 'outboxTarget', syntax: '[target]' },
    ],
    settings: ['outboxAction', 'outboxTarget', ...ALERTING],
    work: async (context) => (await import('../commands/alerts/outbox.js')).alertOutbox(context),
  }),
  command({
    name: 'alerts system-policy',
    summary: 'print a policy of alerts about DQS itself, to begin with',
    examples: ['dqs alerts system-policy > system.yaml'],
    settings: [],
    work: async () => (await import('../commands/alerts/system-policy.js')).systemPolicy(),
  }),
  command({
    name: 'alerts explain',
    summary: 'show what every rule makes of a series, and why it tells someone or not',
    examples: [
      'dqs alerts explain orders/104 --store results-store',
      'dqs alerts explain orders/104 --store results-store --day 2026-03-01 --json',
    ],
    positionals: [{ setting: 'explainedSeries', syntax: '[series]' }],
    settings: ['explainedSeries', 'explainedDay', ...ALERTING, 'knownAt', 'graceHours'],
    work: async (context) => (await import('../commands/alerts/explain.js')).explainAlert(context),
  }),
  command({
    name: 'alerts simulate',
    summary: 'show what a policy would have sent, on what a store knew: pages a week, precision, recall, lead time',
    description:
      'At the ticks that were made, with what was known at each; where none was made, at one a day. So on what live ticks saw it ' +
      'lists what they sent. Owners and targets are those of today’s catalog. With --against another policy is compared message ' +
      'by message; with --propose a threshold is looked for that keeps the pages of --pages.',
    examples: [
      'dqs alerts simulate --store results-store --last 90d',
      'dqs alerts simulate --store results-store --policy new.yaml --against dqs.alerts.yaml',
      'dqs alerts simulate --store results-store --propose slo_risk --pages 3',
    ],
    settings: [...ALERTING, 'lastDays', 'knownAt', 'againstPolicy', 'proposedRule', 'pagesPerWeek', 'graceHours'],
    work: async (context) => (await import('../commands/alerts/simulate.js')).simulatePolicy(context),
  }),
  command({
    name: 'alerts incident',
    summary: 'show an incident; take it, hand it over, comment, fix, resolve, merge, split it, or undo that',
    description:
      'Receivers are told with the next tick. A merge is undone by the incident that it ended, a split by the one it began. --comment ' +
      'says something with acknowledge, assign, fixed, resolve and reopen, too.',
    examples: [
      'dqs alerts incident show inc-0123456789ab --store results-store',
      'dqs alerts incident acknowledge inc-0123456789ab --store results-store --by ann',
      'dqs alerts incident assign inc-0123456789ab --to bob --store results-store',
      'dqs alerts incident fixed inc-0123456789ab --comment "reloaded by hand" --store results-store',
      'dqs alerts incident resolve inc-0123456789ab --reason fixed-upstream --store results-store',
      'dqs alerts incident merge inc-0123456789ab --with inc-ba9876543210 --store results-store',
    ],
    positionals: [
      { setting: 'incidentAction', syntax: '[action]' },
      { setting: 'incidentId', syntax: '[id]' },
    ],
    settings: [
      ...(['incidentAction', 'incidentId', 'resolution', 'incidentWith', 'incidentTo', 'incidentTitle'] as const),
      ...(['incidentRoot', 'fixBy', 'comment', 'by'] as const),
      ...ALERTING,
    ],
    work: async (context) => (await import('../commands/alerts/incident.js')).actOnIncident(context),
  }),
  command({
    name: 'alerts mark',
    summary: 'list what people said of series; say that something was expected, fixed or a false alarm, or withdraw it',
    description:
      'expected-once keeps an alert quiet until it is over, expected-until also while it stays above --below; fixed and false-alarm ' +
      'are for the record.',
    examples: [
      'dqs alerts mark --store results-store',
      'dqs alerts mark expected-until shop/orders/104 --below 80 --store results-store --by ann',
      'dqs alerts mark withdraw mark-0123456789ab --store results-store',
    ],
    positionals: [
      { setting: 'markAction', syntax: '[action]' },
      { setting: 'markTarget', syntax: '[about]' },
    ],
    settings: ['markAction', 'markTarget', 'markDay', 'markBelow', 'comment', 'by', ...ALERTING],
    work: async (context) => (await import('../commands/alerts/mark.js')).markSeries(context),
  }),
  command({
    name: 'alerts silence',
    summary: 'list silences, add one, or end one before its time',
    examples: [
      'dqs alerts silence --store results-store',
      'dqs alerts silence add --store results-store --match dataset=legacy_crm --until 2026-12-31 --comment Migration',
      'dqs alerts silence end sil-0123456789ab --store results-store',
    ],
    positionals: [
      { setting: 'silenceAction', syntax: '[action]' },
      { setting: 'silenceId', syntax: '[id]' },
    ],
    settings: [
      'silenceAction',
      'silenceId',
      'silenceMatch',
      'silenceFrom',
      'silenceUntil',
      'comment',
      'by',
      ...ALERTING,
    ],
    work: async (context) => (await import('../commands/alerts/silence.js')).silenceAlerts(context),
  }),
  command({
    name: 'today',
    summary:
      'show what has not arrived, what needs somebody, what is likely, how yesterday’s warnings did, what changed',
    description: 'The facts of the digest. With --html also as the page of the mail.',
    examples: [
      'dqs today --store results-store',
      'dqs today --store results-store --owner team-shop --html today.html',
      'dqs today --store results-store --mail',
      'dqs today --store results-store --json',
    ],
    settings: [
      'store',
      'databaseUrl',
      'todayPolicy',
      'catalog',
      'knownAt',
      'graceHours',
      'todayOwner',
      'html',
      'asMail',
      'pagesUrl',
      'organization',
    ],
    work: async (context) => (await import('../commands/today.js')).showToday(context),
  }),
  command({
    name: 'report',
    summary: 'write the pages of the dashboard as one file that opens without a server; requires --out',
    description:
      'What dqs serve shows a viewer, as it was known at one time: the pages, and those of incidents, models and series as far as 5 MB ' +
      'hold, what is in trouble first. Nothing is fetched when it is opened. Keys, the audit log and what is known of now alone are ' +
      'not in it; with --known-at it is the same whenever it is written.',
    examples: [
      'dqs report --store results-store --out report.html',
      'dqs report --store results-store --known-at 2026-03-01T08:00:00Z --series 50 --out report.html --json',
    ],
    settings: [
      'out',
      'store',
      'databaseUrl',
      'registry',
      'todayPolicy',
      'catalog',
      'servedRetraining',
      'knownAt',
      'graceHours',
      'reportSeries',
      'organization',
    ],
    work: async (context) => (await import('../commands/report/report.js')).writeReport(context),
  }),
];
