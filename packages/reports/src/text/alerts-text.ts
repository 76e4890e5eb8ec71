import type {
  ExplainedRule,
  Explanation,
  Incident,
  KeptMark,
  KeptSilence,
  OutboxStatus,
  Reason,
  Suppression,
} from '@dqs/alerting';
import { formatDay } from '@dqs/core';
import { dateText, durationText, localTime } from '@dqs/core/wording';

import { timeText } from './alerting-text.js';
import { counted, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

/** What every rule makes of a series, for the terminal. */
export function alertExplanationText({ series, day, rules }: Explanation): string {
  const head = `${inLine(series)}, judged by ${formatDay(day)}\n`;
  return head + (rules.length === 0 ? 'The policy has no rule about series\n' : rules.map(ruleText).join(''));
}

function ruleText(rule: ExplainedRule): string {
  const { severity, suppressed, incident, routes } = rule;
  const lines = [
    ...rule.when.map((one) => `when ${reasonText(one)}`),
    ...rule.clear.map((one) => `clear ${reasonText(one)}`),
    ...rule.requires.map((one) => `requires ${reasonText(one)}`),
    ...(suppressed === null ? [] : [`tells nobody: ${suppressed.why}`]),
    ...(incident === null ? [] : [`in ${incident}`]),
    ...routes.map(({ receiver, line }) => `goes to ${receiver}, by line ${line}`),
    ...rule.sends.map(({ receiver, kind }) => `now tells ${receiver}: ${kind}`),
    ...rule.held.map(({ receiver, why }) => `not told to ${receiver === '' ? 'anyone' : receiver}: ${why}`),
  ];
  const state = severity === null ? rule.status : `${rule.status}, ${severity}`;
  return `\n${inLine(rule.rule)}: ${state}\n${lines.map((line) => `  ${inLine(line)}\n`).join('')}`;
}

const VERDICTS = { met: 'holds', 'not-met': 'does not hold', unknown: 'is not known' } as const;

function reasonText({ check, observed, limit, verdict }: Reason): string {
  const shown = (value: Reason['observed']) =>
    typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
  const found = observed === null ? '' : `: ${shown(observed)}${limit === null ? '' : ` of ${shown(limit)}`}`;
  return `${check}${found}, ${VERDICTS[verdict]}`;
}

/** What a tick did. */
export interface AlertTickSummary {
  readonly policy: string;
  readonly at: string;
  readonly series: number;
  readonly version: number | null;
  readonly transitions: number;
  readonly sends: readonly { readonly kind: string; readonly receiver: string; readonly incident: string | null }[];
  readonly held: number;
  readonly queued: number;
  readonly dispatched: {
    readonly sent: number;
    readonly later: number;
    readonly dead: number;
    readonly gone: readonly string[];
  } | null;
}

/** What a tick did, for the terminal. */
export function alertTickText(tick: AlertTickSummary): string {
  const { policy, at, series, version, transitions, sends, held, queued, dispatched } = tick;
  const kept = version === null ? 'nothing was stored' : `step ${whole(version)}`;
  const head = `${inLine(policy)}, ${at}: ${counted(series, 'series', 'series')}, ${counted(transitions, 'change')}, ${kept}\n`;
  const lines = sends.map(
    ({ kind, receiver, incident }) => `  ${inLine(receiver)}: ${kind}${incident === null ? '' : ` ${incident}`}\n`,
  );
  const quiet = held === 0 ? '' : `${counted(held, 'message')} held back; dqs alerts explain says why\n`;
  return `${head}${lines.join('')}${quiet}${sentText(queued, dispatched)}`;
}

function sentText(queued: number, dispatched: AlertTickSummary['dispatched']): string {
  const queue = queued === 0 ? '' : `${counted(queued, 'message')} queued\n`;
  if (dispatched === null) return queue;
  const { sent, later, dead, gone } = dispatched;
  const rest = [
    ...(later === 0 ? [] : [`${whole(later)} will be tried again`]),
    ...(dead === 0 ? [] : [`${whole(dead)} refused`]),
    ...(gone.length === 0 ? [] : [`switched off: ${gone.map((name) => inLine(name)).join(', ')}`]),
  ];
  const outcome = [`${whole(sent)} sent`, ...rest].join(', ');
  return `${queue}${sent + later + dead === 0 ? 'nothing was due\n' : `${outcome}\n`}`;
}

/** Silences, for the terminal. */
export function silencesText(silences: readonly KeptSilence[], now: number, timeZone: string): string {
  if (silences.length === 0)
    return 'no silences; dqs alerts silence add --match dataset=… --until … --comment … makes one\n';
  const columns: readonly TableColumn[] = ['id', 'state', 'what', 'until', 'by', 'comment'].map((title) => ({ title }));
  const { day: today } = localTime(now, timeZone);
  const rows = silences.map(({ id, match, from, until, by, comment, ended }) => {
    const end = Math.min(until, ended?.at ?? until);
    const { day, clock } = localTime(end, timeZone);
    const state = end <= now ? 'over' : from > now ? 'not yet' : 'holds';
    const what = Object.entries(match).map(([field, patterns]) => `${field}=${patterns.join(' or ')}`);
    return [id, state, inLine(what.join(' ')), `${dateText(day, today)} ${clock}`, inLine(by), inLine(comment)];
  });
  return textTable(columns, rows);
}

/** What people said of series. */
export function marksText(marks: readonly KeptMark[]): string {
  if (marks.length === 0) return 'nobody has said anything; dqs alerts mark expected-once … --store … says something\n';
  const columns: readonly TableColumn[] = ['id', 'series', 'day', 'said', 'by', 'comment'].map((title) => ({ title }));
  const rows = marks.map(({ id, series, day, kind, below, by, comment = '', withdrawn }) => {
    const said = below === undefined ? kind : `${kind} ${below}`;
    return [
      id,
      inLine(series),
      formatDay(day),
      withdrawn === null ? said : `${said}, withdrawn by ${inLine(withdrawn.by)}`,
      inLine(by),
      inLine(comment),
    ];
  });
  return textTable(columns, rows);
}

/** Incidents one below the other: what is in them, and what happened. */
export function incidentHistoryText(incidents: readonly Incident[], timeZone: string): string {
  return incidents.map((one) => historyText(one, timeZone)).join('\n');
}

function historyText({ id, title, state, severity, members, events, resolution }: Incident, timeZone: string): string {
  const when = (at: number) => {
    const { day, clock } = localTime(at, timeZone);
    return `${formatDay(day)} ${clock}`;
  };
  const over = resolution === null ? '' : `, ${resolution.reason} by ${resolution.by}`;
  const lines = [
    ...members.map(({ alert, resolvedAt }) => `${alert}${resolvedAt === null ? '' : `, resolved ${when(resolvedAt)}`}`),
    ...events.map(({ at, text, by, note }) => {
      const who = by === undefined || text.startsWith(`${by} `) ? '' : `, by ${by}`;
      return `${when(at)}  ${text}${who}${note === undefined ? '' : `: "${note}"`}`;
    }),
  ];
  const called = title === undefined ? '' : ` "${inLine(title)}"`;
  return `${id}${called}: ${state}, ${severity}${inLine(over)}\n${lines.map((line) => `  ${inLine(line)}\n`).join('')}`;
}

/** Where alerting stands. */
export interface AlertList {
  readonly policy: string;
  readonly lastTick: string | null;
  readonly incidents: readonly Incident[];
  readonly suppressed: readonly (Suppression & { readonly alert: string })[];
  readonly outbox: OutboxStatus;
}

/** Suppressed alerts that are listed; the rest is counted. */
const MOST_SUPPRESSED = 20;

/** Where alerting stands, for the terminal. */
export function alertListText(
  { policy, lastTick, incidents, suppressed, outbox }: AlertList,
  timeZone: string,
): string {
  if (lastTick === null) return `${inLine(policy)} has not ticked yet; dqs alerts tick does it\n`;
  const at = Date.parse(lastTick);
  const head = `${inLine(policy)}, last tick ${timeText(at)}\n`;
  return [head, incidentsText(incidents, at, timeZone), suppressedText(suppressed), outboxText(outbox, at)].join('');
}

function incidentsText(incidents: readonly Incident[], now: number, timeZone: string): string {
  if (incidents.length === 0) return 'no incident is open\n';
  const columns: readonly TableColumn[] = ['incident', 'state', 'severity', 'what', 'owner', 'since', 'told'].map(
    (title) => ({ title }),
  );
  const { day: today } = localTime(now, timeZone);
  const rows = incidents.map(({ id, state, severity, members, acknowledgedBy, openedAt, told }) => {
    const [root] = members;
    const { day, clock } = localTime(openedAt, timeZone);
    const more = members.length > 1 ? ` and ${whole(members.length - 1)} more` : '';
    const holder = state === 'acknowledged' && acknowledgedBy !== null ? ` by ${acknowledgedBy}` : '';
    return [
      id,
      inLine(`${state}${holder}`),
      severity,
      inLine(`${root?.rule ?? ''}: ${root?.subject ?? ''}${more}`),
      inLine(root?.labels.owner ?? '–'),
      `${dateText(day, today)} ${clock}`,
      inLine(told.map(({ receiver }) => receiver).join(' ')),
    ];
  });
  return textTable(columns, rows);
}

function suppressedText(suppressed: AlertList['suppressed']): string {
  if (suppressed.length === 0) return '';
  const lines = suppressed.slice(0, MOST_SUPPRESSED).map(({ alert, why }) => `  ${inLine(alert)}: ${inLine(why)}\n`);
  const rest = suppressed.length - lines.length;
  const more = rest > 0 ? `  and ${whole(rest)} more\n` : '';
  return `\n${counted(suppressed.length, 'alert fires and tells', 'alerts fire and tell')} nobody:\n${lines.join('')}${more}`;
}

function outboxText({ waiting, dead, oldestWaitingAt, off }: OutboxStatus, now: number): string {
  const oldest = oldestWaitingAt === null ? '' : `, the oldest for ${durationText(now - oldestWaitingAt)}`;
  const lines = [
    ...(waiting === 0 ? [] : [`${counted(waiting, 'message waits', 'messages wait')} to be sent${oldest}`]),
    ...(dead === 0 ? [] : [`${counted(dead, 'message')} cannot be sent`]),
    ...off.map(({ receiver, why }) => `${receiver} is switched off: ${why}`),
  ];
  return lines.length === 0 ? '' : `\n${lines.map((line) => `${inLine(line)}\n`).join('')}`;
}
