import { lineText, STATE_LOOKS } from '@dqs/core/wording';

import { contextText, titleText, type IncidentMessage } from '../../message/message.js';

/** What PagerDuty takes, in characters. */
const [MOST_SUMMARY, MOST_KEY] = [1024, 255];

/** The event of PagerDuty's Events API v2 for a message, without its routing key. */
export function pagerDutyEvent(message: IncidentMessage) {
  const { phase, incident } = message;
  const key = { dedup_key: lineText(`dqs/${incident}`, MOST_KEY) };
  if (phase === 'resolved') return { event_action: 'resolve', ...key };
  if (phase === 'acknowledged') return { event_action: 'acknowledge', ...key };
  const open = message.actions.find(({ id }) => id === 'open');
  return {
    event_action: 'trigger',
    ...key,
    client: 'DQS',
    ...(open !== undefined && { client_url: open.url }),
    links: message.actions.map(({ url, label }) => ({ href: url, text: label })),
    payload: payloadOf(message),
  };
}

function payloadOf(message: IncidentMessage) {
  const { severity, what, lines, rule, owner, datasets, incident, openedAt, state } = message;
  return {
    summary: lineText(titleText(STATE_LOOKS[state].word, what), MOST_SUMMARY),
    source: owner ?? 'dqs',
    severity,
    timestamp: new Date(openedAt).toISOString(),
    class: rule,
    ...(datasets.length > 0 && { component: datasets[0]!, group: datasets.join(', ') }),
    custom_details: { incident, lines: lines.join('\n'), context: contextText(message) },
  };
}
