import * as z from 'zod/mini';

import { choice, count, day, flag, kind, number, path, text, texts } from './kinds.js';
import { setting } from './setting.js';
import { timeOf } from './units.js';

/** `90d` and `90` are ninety days. */
const daysBack = kind(() => z.int().check(z.gte(1), z.lte(3660)), {
  read: (value) => (typeof value === 'string' && /^\d{1,4}d?$/.test(value.trim()) ? Number.parseInt(value, 10) : value),
  expected: 'expected a number of days such as 90d',
});

/** What people do about an incident, and to show it. */
const INCIDENT_ACTIONS = [
  ...(['show', 'acknowledge', 'assign', 'comment', 'fixed', 'not-fixed', 'resolve', 'reopen'] as const),
  ...(['name', 'root', 'merge', 'split', 'undo'] as const),
] as const;

/** Settings of alerts. */
export const ALERT_SETTINGS = {
  policy: setting('--policy <file>', 'who is told what and when, in YAML', path, {
    default: 'dqs.alerts.yaml',
    place: 'input',
  }),
  simulatedPolicy: setting('--policy <file>', 'the alert policy of which to tell what it would have sent', path, {
    place: 'input',
    otherwise: 'nobody is told anything',
  }),
  todayPolicy: setting('--policy <file>', 'the alert policy that is at work', path, {
    place: 'input',
    otherwise: 'dqs.alerts.yaml if it is there, else none: then there are no incidents',
  }),
  againstPolicy: setting('--against <file>', 'another policy, to compare what both would have sent', path, {
    place: 'input',
  }),
  lastDays: setting('--last <days>', 'how far to go back, such as 90d', daysBack, { default: 90 }),
  proposedRule: setting('--propose <rule>', 'propose the threshold of this rule that keeps the pages of --pages', text),
  pagesPerWeek: setting(
    '--pages <n>',
    'pages a week that a proposed threshold keeps, before any budget',
    number(() => z.number().check(z.gte(0), z.lte(10_000))),
    { default: 3 },
  ),
  explainedSeries: setting(
    '--series <name>',
    'a series as dataset/rule, tenant/dataset/rule or source/tenant/dataset/rule',
    text,
  ),
  explainedDay: setting('--day <date>', 'as of the tick of the morning after this day, YYYY-MM-DD', day, {
    otherwise: 'as of now',
  }),
  silenceAction: setting('--action <name>', '{values}', choice('list', 'add', 'end'), { default: 'list' }),
  silenceId: setting('--id <id>', 'the silence to end, as dqs alerts silence lists it', text),
  silenceMatch: setting(
    '--match <field=pattern...>',
    'what to silence: source, tenant, dataset, rule, attribute, model, owner, tags, alert, level or severity with a pattern; all have to match',
    texts,
  ),
  silenceFrom: setting(
    '--from <time>',
    'when it begins: a day or a time such as 2026-03-01T12:00:00Z',
    timeOf('first'),
    {
      otherwise: 'now',
    },
  ),
  silenceUntil: setting('--until <time>', 'when it ends: a day (its end, UTC) or a time', timeOf('last')),
  incidentAction: setting('--action <name>', '{values}', choice(...INCIDENT_ACTIONS), { default: 'show' }),
  incidentId: setting('--id <id>', 'the incident, as dqs alerts list shows it', text),
  resolution: setting('--reason <name>', 'why it is over: one of the resolution_reasons of the policy', text),
  incidentWith: setting(
    '--with <ids...>',
    'of merge, the incidents that it takes over; of split, the alerts that get an incident of their own',
    texts,
  ),
  incidentTo: setting('--to <name>', 'of assign, who gets it; without it nobody has it any more', text),
  fixBy: setting('--fix-by <time>', 'of acknowledge, when it is expected to be fixed: a day or a time', timeOf('last')),
  incidentTitle: setting('--title <text>', 'of name, what it is called; without it by what it is about', text),
  incidentRoot: setting(
    '--root <id>',
    'of root, the series or source in which it began; without it the likeliest',
    text,
  ),
  markAction: setting(
    '--action <name>',
    '{values}',
    choice('list', 'expected-once', 'expected-until', 'fixed', 'false-alarm', 'withdraw'),
    { default: 'list' },
  ),
  markTarget: setting(
    '--about <id>',
    'id of the series, as dqs alerts list shows it; to withdraw, id of the mark',
    text,
  ),
  markDay: setting('--date <date>', 'day that it is about, YYYY-MM-DD', day, { otherwise: 'yesterday' }),
  markBelow: setting(
    '--below <percent>',
    'of expected-until, the pass percentage below which it is told again',
    number(() => z.number().check(z.gte(0), z.lte(100))),
  ),
  outboxAction: setting('--action <name>', '{values}', choice('list', 'resend', 'switch-on'), { default: 'list' }),
  outboxTarget: setting('--target <name>', 'the message to send again, or the receiver to switch on', text),
  storeLeastFree: setting(
    '--store-least-free <gib>',
    'room on the disk of an embedded database below which the store is in trouble, GiB',
    number(() => z.number().check(z.gte(0), z.lte(1_000_000))),
    { default: 1 },
  ),
  comment: setting('--comment <text>', 'why, for those who ask', text),
  listAll: setting('--all', 'also incidents that are over', flag),
  tickDryRun: setting('--dry-run', 'decide and show it, but store nothing and send nothing', flag),
  noSend: setting('--no-send', 'leave the messages in the outbox for a later tick', flag),
  pagesUrl: setting(
    '--pages-url <url>',
    'address of the pages that messages link to, such as https://dqs.example.com',
    text,
    {
      otherwise: 'messages link to nothing',
    },
  ),
  organization: setting('--organization <name>', 'whose data it is, for the heading of the digest', text),
  mailServer: setting(
    '--mail-server <url>',
    'server for receivers that name none: smtps://user:password@mail.example.com:465',
    text,
    { variable: 'DQS_MAIL_SERVER', isSecret: true, danger: 'it sends messages, with a password, to a server' },
  ),
  mailFrom: setting('--mail-from <address>', 'sender of mails of receivers that name none', text),
  asMail: setting('--mail', 'print it as the digest is mailed: the subject, then the text', flag),
  reportSeries: setting('--series <n>', 'series with a page of their own in the file, those in trouble first', count, {
    default: 200,
  }),
  todayOwner: setting('--owner <name>', 'only what this owner answers for', text, { otherwise: 'everything' }),
};
