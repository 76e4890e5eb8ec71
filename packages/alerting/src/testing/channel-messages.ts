import type { Delivery } from '../channels/channel.js';
import type { IncidentFacts } from '../message/facts.js';
import { incidentMessage } from '../message/incident-message.js';
import type { Content, DigestMessage, ThreadNote } from '../message/message.js';

const AT = Date.UTC(2026, 10, 24, 4, 22);

/** Facts of an incident with one series. */
export const EXAMPLE_FACTS: IncidentFacts = {
  incident: 'INC-214',
  phase: 'open',
  severity: 'warning',
  rule: 'slo_risk',
  owner: 'team-shop',
  openedAt: AT,
  knownAt: AT,
  timeZone: 'Europe/Berlin',
  reason: 'the load of Monday night was 17 % short',
  subject: {
    kind: 'series',
    members: [
      {
        dataset: 'customers',
        rule: 'fresh',
        target: 95,
        state: 'likely',
        forecast: { day: 20_781, odds: 0.69, expected: 87.1, lower80: 75, upper80: 100, naive: 100 },
      },
    ],
  },
};

export const EXAMPLE_LINKS = { pages: 'https://dqs.example.com' };

export const EXAMPLE_MESSAGE = incidentMessage(EXAMPLE_FACTS, EXAMPLE_LINKS);

export const EXAMPLE_DIGEST: DigestMessage = {
  kind: 'digest',
  date: '2026-11-26',
  owner: 'team-shop',
  subject: '3 need you, 12 likely to fail (6 new) · Thu 26 Nov',
  text: '3 incidents need you.\n\nads has not arrived.\n',
  html: '<p>3 incidents need you.</p>',
};

export const EXAMPLE_NOTE: ThreadNote = {
  kind: 'note',
  incident: 'INC-214',
  text: '04:31 failed, 23 h 9 min after the warning.',
  callsOut: false,
};

/** The first attempt to deliver a content. */
export function firstDelivery(content: Content, id = 'msg_1', handle?: string): Delivery {
  return { id, attempt: 1, firstAt: AT, content, ...(handle !== undefined && { handle }) };
}
