import { MS_PER_DAY } from '@dqs/core';
import { STATE_LOOKS } from '@dqs/core/wording';

import { contextText, titleText, type IncidentMessage } from '../../message/message.js';

/** Alertmanager forgets an alert that nobody repeats; every result repeats an open incident well before that. */
const KEPT_MS = 30 * MS_PER_DAY;

/** Labels tell alerts apart: what differs in one of them is another alert. */
export interface AlertLabels {
  readonly alertname: string;
  readonly incident: string;
  readonly severity: string;
  readonly owner: string;
}

/** An alert of Alertmanager's API v2. */
export interface PostedAlert {
  readonly labels: AlertLabels;
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly state: string;
    readonly context: string;
  };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

/**
 * The alerts to post for a message: the one with its labels, and, where labels have changed since the last post, the former
 * one with its end, so that an incident is never two.
 */
export function alertsOf(message: IncidentMessage, former?: AlertLabels): readonly PostedAlert[] {
  const { openedAt, knownAt, resolvedAt, phase } = message;
  const end = Math.max(resolvedAt ?? knownAt, openedAt);
  const labels = labelsOf(message);
  const current = alertOf(message, labels, phase === 'resolved' ? end : knownAt + KEPT_MS);
  if (former === undefined || JSON.stringify(former) === JSON.stringify(labels)) return [current];
  return [alertOf(message, former, end), current];
}

/** The labels of a message, in a fixed order. The owner stays that of the incident; nobody is `none`. */
export function labelsOf({ incident, severity, owner }: IncidentMessage): AlertLabels {
  return { alertname: 'DQS incident', incident, severity, owner: owner ?? 'none' };
}

function alertOf(message: IncidentMessage, labels: AlertLabels, endsAt: number): PostedAlert {
  const { what, holder, lines, state, openedAt, actions } = message;
  const open = actions.find(({ id }) => id === 'open');
  return {
    labels,
    annotations: {
      summary: titleText(STATE_LOOKS[state].word, what, holder),
      description: lines.join('\n'),
      state: STATE_LOOKS[state].word,
      context: contextText(message),
    },
    startsAt: new Date(openedAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    ...(open !== undefined && { generatorURL: open.url }),
  };
}
