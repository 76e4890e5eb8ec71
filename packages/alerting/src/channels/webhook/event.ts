import type { Content } from '../../message/message.js';
import { textMessage } from '../../message/text-message.js';
import type { Delivery } from '../channel.js';

/** What an event tells apart, so that receivers can subscribe to some of them. */
export type WebhookEventType =
  | 'dqs.incident.open'
  | 'dqs.incident.acknowledged'
  | 'dqs.incident.resolved'
  | 'dqs.digest'
  /** An event of the system under its own name, `dqs.forecasts.issued`. */
  | `dqs.${string}.${string}`;

/** A body that is a CloudEvent 1.0 in structured mode and a Standard Webhook: attributes of the one, fields of the other. */
export interface WebhookEvent {
  readonly specversion: '1.0';
  /** The id of the delivery, also in the header `webhook-id`: what comes twice under it is one event. */
  readonly id: string;
  readonly source: string;
  readonly type: WebhookEventType;
  /** The incident, or the owner and day of a digest; events of one subject come in their order. */
  readonly subject: string;
  readonly time: string;
  /** The same instant under the name that Standard Webhooks give it; to CloudEvents it is an extension. */
  readonly timestamp: string;
  readonly datacontenttype: 'application/json';
  /** Whom an event of the system concerns; to CloudEvents it is an extension. */
  readonly tenant?: string;
  readonly data: unknown;
}

/**
 * The event of a delivery: the same in every attempt, byte for byte.
 *
 * @param source a URI reference that names this installation.
 */
export function webhookEvent({ id, firstAt, content }: Delivery, source: string): WebhookEvent {
  const time = new Date(timeOf(content) ?? firstAt).toISOString();
  return {
    specversion: '1.0',
    id,
    source,
    type: typeOf(content),
    subject: subjectOf(content),
    time,
    timestamp: time,
    datacontenttype: 'application/json',
    ...(content.kind === 'event' && content.tenant !== undefined && { tenant: content.tenant }),
    data: dataOf(content),
  };
}

function timeOf(content: Content): number | undefined {
  if (content.kind === 'event') return content.at;
  return content.kind === 'incident' ? content.knownAt : undefined;
}

function subjectOf(content: Content): string {
  if (content.kind === 'event') return content.subject;
  return content.kind === 'digest' ? `${content.owner}/${content.date}` : content.incident;
}

function typeOf(content: Content): WebhookEventType {
  if (content.kind === 'event') return `dqs.${content.type}` as WebhookEventType;
  return content.kind === 'incident' ? `dqs.incident.${content.phase}` : 'dqs.digest';
}

/** The message with times as texts; receivers need no table of numbers. */
function dataOf(content: Content): unknown {
  if (content.kind === 'event') return content.data;
  if (content.kind !== 'incident') return content;
  const { openedAt, knownAt, resolvedAt, ...rest } = content;
  return {
    ...rest,
    text: textMessage(content),
    openedAt: new Date(openedAt).toISOString(),
    knownAt: new Date(knownAt).toISOString(),
    ...(resolvedAt !== undefined && { resolvedAt: new Date(resolvedAt).toISOString() }),
  };
}
