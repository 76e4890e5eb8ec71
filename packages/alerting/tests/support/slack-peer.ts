import type { PeerAnswer, PeerRequest } from './http-peer.js';
import { SLACK_POST, SLACK_UPDATE } from './schemas.js';

interface StoredMessage {
  readonly ts: string;
  readonly thread?: string;
  readonly metadata: unknown;
  content: unknown;
  edits: number;
}

/** As much of Slack's Web API as a channel uses, with its rule that every answer is 200. */
export class SlackService {
  readonly messages: StoredMessage[] = [];
  /** An error that is answered instead, by method. */
  readonly errors = new Map<string, string>();

  readonly answer = (request: PeerRequest): PeerAnswer => {
    const method = request.url.pathname.replace('/api/', '');
    const error = this.errors.get(method);
    const body = error === undefined ? this.#call(method, request) : { ok: false, error };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  };

  #call(method: string, { url, headers, body }: PeerRequest): object {
    if (headers.authorization !== 'Bearer xoxb-very-secret') return { ok: false, error: 'invalid_auth' };
    if (method === 'chat.postMessage') return this.#post(SLACK_POST.parse(JSON.parse(body)));
    if (method === 'chat.update') return this.#update(SLACK_UPDATE.parse(JSON.parse(body)));
    const thread = url.searchParams.get('ts');
    const found = this.messages.filter((message) => (message.thread ?? null) === thread);
    return { ok: true, messages: found.map(({ ts, metadata }) => ({ ts, metadata })) };
  }

  #post({ thread_ts: thread, metadata, attachments, text }: ReturnType<typeof SLACK_POST.parse>) {
    const ts = `1764000000.${String(this.messages.length + 1).padStart(6, '0')}`;
    const content = attachments ?? text;
    this.messages.push({ ts, metadata, content, edits: 0, ...(thread !== undefined && { thread }) });
    return { ok: true, channel: 'C0123', ts };
  }

  #update({ ts, attachments, text }: ReturnType<typeof SLACK_UPDATE.parse>) {
    const message = this.messages.find((one) => one.ts === ts);
    if (message === undefined) return { ok: false, error: 'message_not_found' };
    message.content = attachments ?? text;
    message.edits += 1;
    return { ok: true, channel: 'C0123', ts };
  }
}
