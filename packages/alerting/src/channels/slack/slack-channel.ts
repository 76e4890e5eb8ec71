import type { Hooks } from '@dqs/core';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import type { HttpClient } from '../http/http-client.js';
import type { Secret } from '../secret.js';
import { digestAttachments, incidentAttachments, threadText } from './blocks.js';
import { SlackApi, type SlackAnswer, type SlackResult } from './slack-api.js';

/** Which channel of Slack is told. */
export interface SlackSettings {
  /** Its id, `C0123…`. */
  readonly channel: string;
  /** A bot token with the scopes `chat:write` and, to find a message whose answer was lost, `channels:history`. */
  readonly token: Secret;
  /** @default https://slack.com/api/ */
  readonly url?: string;
}

/** What is posted, and perhaps the message whose thread it belongs to. */
interface SlackMessage {
  readonly text?: string;
  readonly attachments?: readonly object[];
  readonly thread_ts?: string;
}

type SlackHooks = Pick<Hooks, 'signal' | 'clock'>;

const EVENT_TYPE = 'dqs_delivery';
/** Messages that are looked through for one whose answer was lost. */
const LOOKED_THROUGH = '200';

/**
 * Tells a channel of Slack: one message per incident, edited in place, and lines in its thread. Slack knows no key of
 * idempotency; each message carries the id of its delivery, and an attempt after the first looks for it before it posts.
 */
export class SlackChannel implements Channel {
  readonly kind = 'slack';
  readonly abilities = CHANNEL_ABILITIES.slack;
  readonly #api: SlackApi;
  readonly #channel: string;

  /** @throws DqsError `config-invalid` for an address that is none. */
  constructor({ channel, token, url }: SlackSettings, client: HttpClient) {
    this.#api = new SlackApi(client, token, url);
    this.#channel = channel;
  }

  async deliver(delivery: Delivery, hooks: SlackHooks = {}): Promise<Outcome> {
    const { content, handle } = delivery;
    if (content.kind === 'event') return notCarried(this.kind, content);
    if (content.kind === 'note') return this.#reply(delivery, threadText(content.text, content.callsOut), hooks);
    const attachments = content.kind === 'digest' ? digestAttachments(content) : incidentAttachments(content);
    if (handle === undefined || content.kind === 'digest') return this.#post(delivery, { attachments }, hooks);
    const body = { channel: this.#channel, ts: handle, attachments };
    const result = await this.#api.post('chat.update', body, hooks);
    // Somebody has deleted it; the incident still needs its message.
    if ('error' in result && result.error === 'message_not_found') return this.#post(delivery, { attachments }, hooks);
    return outcomeOf(result, handle);
  }

  /** A line in the thread; without a message there is no thread, and nobody follows it. */
  async #reply(delivery: Delivery, text: string, hooks: SlackHooks): Promise<Outcome> {
    const { handle } = delivery;
    if (handle === undefined) return { status: 'refused', why: 'there is no message whose thread could take the line' };
    const sent = await this.#post(delivery, { text, thread_ts: handle }, hooks);
    return sent.status === 'sent' ? { status: 'sent', handle } : sent;
  }

  async #post(delivery: Delivery, message: SlackMessage, hooks: SlackHooks): Promise<Outcome> {
    const earlier = await this.#earlier(delivery, message.thread_ts, hooks);
    if (earlier !== undefined) return earlier;
    const metadata = { event_type: EVENT_TYPE, event_payload: { delivery: delivery.id } };
    const quiet = { unfurl_links: false, unfurl_media: false };
    const result = await this.#api.post(
      'chat.postMessage',
      { channel: this.#channel, ...message, ...quiet, metadata },
      hooks,
    );
    return outcomeOf(result);
  }

  /** What an earlier attempt posted without hearing of it. */
  async #earlier({ id, attempt, firstAt }: Delivery, thread: string | undefined, hooks: SlackHooks) {
    if (attempt === 1) return undefined;
    const method = thread === undefined ? 'conversations.history' : 'conversations.replies';
    const result = await this.#api.get(
      method,
      [
        ['channel', this.#channel],
        ...(thread === undefined ? [] : [['ts', thread] as const]),
        ['oldest', String(Math.floor(firstAt / 1000) - SKEW_SECONDS)],
        ['limit', LOOKED_THROUGH],
        ['include_all_metadata', 'true'],
      ],
      hooks,
    );
    if ('answer' in result) return foundIn(result.answer, id);
    // Without the right to read, twice is better than never; a peer that cannot answer now is asked later.
    return result.outcome.status === 'refused' ? undefined : result.outcome;
  }
}

/** Clocks differ. */
const SKEW_SECONDS = 300;

function foundIn({ messages = [] }: SlackAnswer, id: string): Outcome | undefined {
  const found = messages.find(({ metadata }) => metadata?.event_payload?.delivery === id);
  return found === undefined ? undefined : { status: 'sent', handle: found.ts };
}

function outcomeOf(result: SlackResult, former?: string): Outcome {
  if ('outcome' in result) return result.outcome;
  const handle = result.answer.ts ?? former;
  return { status: 'sent', ...(handle !== undefined && { handle }) };
}
