import { durationText, lineText, localTime, oddsText, passText, weekdayText } from '@dqs/core/wording';

import type { ThreadNote } from './message.js';

/** Something that happened to an incident, for those who follow it. Instants are milliseconds since 1970. */
export type ThreadEvent = { readonly at: number } & (
  | { readonly what: 'failed'; readonly warnedAt?: number; readonly joined?: readonly JoinedSeries[] }
  | {
      readonly what: 'critical';
      readonly odds: number;
      readonly limit: number;
      readonly importance: number;
      readonly paged?: string;
    }
  | { readonly what: 'acknowledged'; readonly by: string; readonly pagedAt?: number }
  | { readonly what: 'intervened'; readonly by: string; readonly said: string }
  | { readonly what: 'results'; readonly day: number; readonly results: readonly NamedResult[] }
  | { readonly what: 'resolved'; readonly reason: string }
  | { readonly what: 'reopened'; readonly reason: string }
);

/** A series that joined an incident, because another one leads it by some days. */
export interface JoinedSeries {
  readonly name: string;
  readonly leader: string;
  readonly days: number;
  /** The share of such links that may be false. */
  readonly q: number;
}

/** A result in a list of results; percentages are in [0, 100]. */
export interface NamedResult {
  readonly name: string;
  readonly percentage: number;
  /** How it compares with what was said: `as warned`, `fixed by hand`. */
  readonly verdict: string;
}

/** The line about an event in the thread of its incident's message. */
export function threadNote(incident: string, event: ThreadEvent, timeZone: string): ThreadNote {
  const { clock } = localTime(event.at, timeZone);
  const callsOut = event.what === 'critical' && event.paged !== undefined;
  return { kind: 'note', incident: lineText(incident), text: `${clock} ${eventText(event)}`, callsOut };
}

function eventText(event: ThreadEvent): string {
  switch (event.what) {
    case 'failed': {
      const after =
        event.warnedAt === undefined ? '' : `, ${durationText(event.at - event.warnedAt)} after the warning`;
      return [`failed${after}.`, ...(event.joined ?? []).map(joinedText)].join(' ');
    }
    case 'critical': {
      const paged = event.paged === undefined ? '' : ` Paged ${lineText(event.paged)}.`;
      const odds = `odds ${oddsText(event.odds)} of at least ${Math.round(100 * event.limit)}`;
      return `critical: ${odds}, importance ${event.importance}, earned.${paged}`;
    }
    case 'acknowledged': {
      const after = event.pagedAt === undefined ? '' : `, ${durationText(event.at - event.pagedAt)} after the page`;
      return `acknowledged by ${lineText(event.by)}${after}.`;
    }
    case 'intervened':
      return `${lineText(event.by)} ${lineText(event.said)}.`;
    case 'results':
      return `${weekdayText(event.day)}: ${event.results.map(resultText).join(', ')}.`;
    case 'resolved':
    case 'reopened':
      return `${event.what}, ${lineText(event.reason)}.`;
  }
}

function joinedText({ name, leader, days, q }: JoinedSeries): string {
  const lead = days === 1 ? 'one day' : `${days} days`;
  return `${lineText(name)} joined: ${lineText(leader)} leads it by ${lead} (q = ${q}).`;
}

function resultText({ name, percentage, verdict }: NamedResult): string {
  return `${lineText(name)} ${passText(percentage)} ${lineText(verdict)}`;
}
