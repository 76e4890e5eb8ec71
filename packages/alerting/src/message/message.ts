import type { Severity } from '../alerts/alert.js';
import type { IncidentState } from '../incidents/incident.js';
import type { MessageState } from './states.js';

/** Something that a reader can do; its link opens a page that asks, and changes nothing by being opened. */
export interface MessageAction {
  readonly id: 'open' | 'acknowledge' | 'silence' | 'expected' | 'fixed' | 'hand-over' | 'reopen';
  readonly label: string;
  readonly url: string;
}

/** The most lines of a message, title and context included. */
export const MOST_LINES = 5;

/**
 * The message about an incident as plain data that survives JSON: line 1 state and what it is about, line 2 the odds or the
 * result against the target, line 3 the first reason, line 4 how good we are, last the context. Channels render it and add
 * nothing. No text in it has a line end.
 */
export interface IncidentMessage {
  readonly kind: 'incident';
  readonly incident: string;
  readonly phase: IncidentState;
  readonly state: MessageState;
  readonly severity: Severity;
  /** What it is about: names of series, or the name that a person gave it. */
  readonly what: string;
  /** Who has acknowledged it. */
  readonly holder?: string;
  /** One to three lines between title and context. */
  readonly lines: readonly string[];
  /** Who answers for it; undefined where nobody does. */
  readonly owner?: string;
  /** The rest of the last line, in its order: incident, rule or page, known at. */
  readonly context: readonly string[];
  readonly rule: string;
  /** Of a source's or of the members' datasets: the first ones, for systems that group by them. */
  readonly datasets: readonly string[];
  readonly openedAt: number;
  readonly knownAt: number;
  readonly resolvedAt?: number;
  readonly actions: readonly MessageAction[];
  /** One sentence for a notification or a screen reader. */
  readonly fallback: string;
}

/** A digest, ready to be sent. */
export interface DigestMessage {
  readonly kind: 'digest';
  /** The day that it is about, `2026-11-26`. */
  readonly date: string;
  /** Who gets it: an owner of the catalog. */
  readonly owner: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A line under a message that is there already, for those who follow it. */
export interface ThreadNote {
  readonly kind: 'note';
  readonly incident: string;
  readonly text: string;
  /** Whether everyone who is present is told, as with a page. */
  readonly callsOut: boolean;
}

/** Something that happened in the system, for programs that wait for it; people are told by the other kinds. */
export interface EventNotice {
  readonly kind: 'event';
  /** Area and what happened: `forecasts.issued`. */
  readonly type: string;
  /** Whom it concerns; undefined for the whole of the operation. */
  readonly tenant?: string;
  /** What it happened to. */
  readonly subject: string;
  /** When it happened, milliseconds since 1970. */
  readonly at: number;
  /** JSON. */
  readonly data: unknown;
}

/** What a channel can be asked to deliver. */
export type Content = IncidentMessage | DigestMessage | ThreadNote | EventNotice;

/** The first line without its mark: `Failing: customers · fresh`. */
export function titleText(word: string, what: string, holder?: string): string {
  return holder === undefined ? `${word}: ${what}` : `${word}: ${what} · ${holder} has it`;
}

/** The last line: owner, then the context. */
export function contextText({ owner, context }: Pick<IncidentMessage, 'owner' | 'context'>): string {
  return [owner ?? 'No owner', ...context].join(' · ');
}
