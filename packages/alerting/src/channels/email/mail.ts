import { STATE_LOOKS } from '@dqs/core/wording';

import { titleText, type Content, type DigestMessage, type IncidentMessage } from '../../message/message.js';
import { textMessage } from '../../message/text-message.js';
import type { Delivery } from '../channel.js';

/** A mail without sender and receivers. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly messageId: string;
  /** The first mail about the same incident, to which this one is an answer. */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
}

/**
 * The mail of a delivery. Its `Message-ID` follows from the id of the delivery, so that a mail server or program that gets it
 * twice shows it once; mails about one incident are one thread.
 *
 * @param domain of the sender.
 */
export function mailOf(
  delivery: Delivery,
  content: Exclude<Content, { kind: 'note' | 'event' }>,
  domain: string,
): Mail {
  const messageId = `<${delivery.id.replace(/[^A-Za-z0-9._-]/g, '-')}@${domain}>`;
  if (content.kind === 'digest') return digestMail(content, messageId);
  const { handle } = delivery;
  const thread = handle === undefined ? {} : { inReplyTo: handle, references: [handle] };
  return { subject: subjectOf(content), text: textOf(content), messageId, ...thread };
}

function digestMail({ subject, text, html }: DigestMessage, messageId: string): Mail {
  return { subject, text, html, messageId };
}

/** The title with the incident behind it, which keeps subjects of a thread alike and findable. */
function subjectOf({ state, what, incident }: IncidentMessage): string {
  return `${titleText(STATE_LOOKS[state].word, what)} [${incident}]`;
}

function textOf(message: IncidentMessage): string {
  const links = message.actions.map(({ label, url }) => `${label}: ${url}`);
  return [textMessage(message), '', ...links, ''].join('\n');
}
