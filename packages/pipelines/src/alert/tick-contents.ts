import {
  NOBODY,
  threadNote,
  type Decision,
  type DigestMessage,
  type Incident,
  type Policy,
  type Send,
  type SendContents,
  type TodayFacts,
} from '@dqs/alerting';
import { formatDay } from '@dqs/core';

import type { LedgerTick } from './ledger-facts.js';
import { messageOf, todayFacts } from './today.js';

/** How what is told looks, beside what it says. */
export interface Telling {
  /** Makes a digest: subject, text and HTML. */
  readonly digest: (facts: TodayFacts) => Pick<DigestMessage, 'subject' | 'text' | 'html'>;
  /** Address of the pages that messages link to. */
  readonly pages?: string | undefined;
  /** Whose data it is. */
  readonly organization?: string | undefined;
}

/** What the sends of a decision say. */
export function tickContents(policy: Policy, tick: LedgerTick, decision: Decision, telling: Telling): SendContents {
  const { pages, organization } = telling;
  return {
    incident: (send, incident) => {
      const note = noteOf(send, incident, policy.timezone);
      return { message: messageOf({ policy, tick, pages }, incident), ...(note && { note }) };
    },
    digest: ({ entries, owners: [owner] }) => {
      const own = owner === undefined || owner === NOBODY ? {} : { owner };
      const facts = todayFacts({ policy, tick, state: decision.state, entries, pages, organization, ...own });
      return { kind: 'digest', date: formatDay(facts.day), owner: owner ?? '', ...telling.digest(facts) };
    },
  };
}

/** The line for those who follow the message: what a person did, or how it ended. */
function noteOf({ kind, at, reasons }: Send, incident: Incident, timeZone: string) {
  if (kind === 'resolved') {
    return threadNote(
      incident.id,
      { at, what: 'resolved', reason: incident.resolution?.reason ?? 'recovered' },
      timeZone,
    );
  }
  if (kind === 'reopened') {
    return threadNote(incident.id, { at, what: 'reopened', reason: reasons[0]?.check ?? 'it fires again' }, timeZone);
  }
  const last = incident.events.at(-1);
  if (kind !== 'updated' || last?.by === undefined) return undefined;
  const event = { at: last.at, by: last.by };
  if (last.kind === 'acknowledged') return threadNote(incident.id, { ...event, what: 'acknowledged' }, timeZone);
  if (last.kind !== 'fixed' && last.kind !== 'assigned') return undefined;
  const said = last.text.slice(last.by.length + 1);
  return threadNote(incident.id, { ...event, what: 'intervened', said }, timeZone);
}
