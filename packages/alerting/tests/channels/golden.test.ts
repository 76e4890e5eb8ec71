import { alertsOf } from '../../src/channels/alertmanager/alerts.js';
import type { Delivery } from '../../src/channels/index.js';
import { mailOf } from '../../src/channels/email/mail.js';
import { webhookEvent } from '../../src/channels/index.js';
import { pagerDutyEvent } from '../../src/channels/pagerduty/event.js';
import { incidentAttachments } from '../../src/channels/slack/blocks.js';
import { teamsEnvelope } from '../../src/channels/teams/card.js';
import { incidentMessage } from '../../src/index.js';
import { expectGolden, goldenJson } from '../support/golden.js';
import { SCENES } from '../support/incident-214.js';

/** What each channel sends of a message: the body, or the mail. */
const FORMS = {
  slack: ({ content }: IncidentDelivery) => incidentAttachments(content),
  teams: ({ content }: IncidentDelivery) => teamsEnvelope(content),
  pagerduty: ({ content }: IncidentDelivery) => pagerDutyEvent(content),
  alertmanager: ({ content }: IncidentDelivery) => alertsOf(content),
  webhook: (delivery: IncidentDelivery) => webhookEvent(delivery, 'https://dqs.example.com'),
  email: (delivery: IncidentDelivery) => {
    const { text, ...rest } = mailOf(delivery, delivery.content, 'example.com');
    return { ...rest, text: text.split('\n') };
  },
} as const;

type IncidentDelivery = Delivery & { readonly content: ReturnType<typeof incidentMessage> };

describe.each(Object.keys(FORMS) as (keyof typeof FORMS)[])('%s', (channel) => {
  it.each(SCENES)('sends $name as its golden file says', ({ name, facts }) => {
    const content = incidentMessage(facts, { pages: 'https://dqs.example.com' });
    const delivery = { id: `msg_${name}`, attempt: 1, firstAt: facts.knownAt, content };
    expectGolden(`${channel}/${name}.json`, goldenJson(FORMS[channel](delivery)));
  });
});
