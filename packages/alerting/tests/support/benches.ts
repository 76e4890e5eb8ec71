import type { CHANNEL_ABILITIES } from '../../src/channels/index.js';
import {
  AlertmanagerChannel,
  EmailChannel,
  HttpClient,
  PagerDutyChannel,
  Secret,
  SlackChannel,
  TeamsChannel,
  WebhookChannel,
  type Channel,
} from '../../src/channels/index.js';
import type { ChannelBench, OpenBench, PeerMood } from '../../src/testing/index.js';
import { startPeer, type HttpPeer, type PeerService } from './http-peer.js';
import { startMailPeer } from './mail-peer.js';
import { ALERTMANAGER_ALERTS, PAGERDUTY_EVENT, TEAMS_ENVELOPE } from './schemas.js';
import { SlackService } from './slack-peer.js';

export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ROUTING_KEY = '0123456789abcdef0123456789abcdef';

/** Far more than a peer on the loopback takes. */
const PATIENT_MS = 20_000;

/** Requests to the loopback. */
export const localClient = (timeoutMs = PATIENT_MS) => new HttpClient({ allowedNetworks: ['127.0.0.1'], timeoutMs });

/** Each channel with a peer that checks what it gets. */
export const BENCHES: Readonly<Record<keyof typeof CHANNEL_ABILITIES, OpenBench>> = {
  slack: async (timeoutMs) => {
    const service = new SlackService();
    const peer = await startPeer(service.answer);
    const channel = new SlackChannel(
      { channel: 'C0123', token: new Secret('xoxb-very-secret'), url: `${peer.address}/api/` },
      localClient(timeoutMs),
    );
    return benchOf(channel, peer, ['xoxb-very-secret'], () => {
      const tops = service.messages.filter(({ thread }) => thread === undefined);
      return tops.map(({ content }) => JSON.stringify(content));
    });
  },
  teams: async (timeoutMs) => {
    const peer = await startPeer(({ body }) => {
      TEAMS_ENVELOPE.parse(JSON.parse(body));
      return { status: 202 };
    });
    const url = new Secret(`${peer.address}/workflows/1?sig=teams-very-secret`);
    const channel = new TeamsChannel({ url }, localClient(timeoutMs));
    return benchOf(channel, peer, ['teams-very-secret'], () => peer.requests.map(({ body }) => body));
  },
  email: emailBench,
  pagerduty: async (timeoutMs) => {
    const peer = await startPeer(({ body }) => {
      const { dedup_key } = PAGERDUTY_EVENT.parse(JSON.parse(body));
      return { status: 202, body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key }) };
    });
    const url = `${peer.address}/v2/enqueue`;
    const channel = new PagerDutyChannel({ routingKey: new Secret(ROUTING_KEY), url }, localClient(timeoutMs));
    return benchOf(channel, peer, [ROUTING_KEY], () =>
      byKey(peer, ({ body }) => PAGERDUTY_EVENT.parse(JSON.parse(body)).dedup_key),
    );
  },
  alertmanager: async (timeoutMs) => {
    const peer = await startPeer(({ body }) => {
      ALERTMANAGER_ALERTS.parse(JSON.parse(body));
      return { status: 200 };
    });
    const channel = new AlertmanagerChannel({ url: peer.address }, localClient(timeoutMs));
    return benchOf(channel, peer, [], () =>
      byKey(peer, ({ body }) => JSON.stringify(ALERTMANAGER_ALERTS.parse(JSON.parse(body)).at(-1)!.labels)),
    );
  },
  webhook: async (timeoutMs) => {
    const peer = await startPeer(() => ({ status: 204 }));
    const url = new Secret(`${peer.address}/hooks/hook-very-secret`);
    const channel = new WebhookChannel({ url, secrets: [new Secret(WEBHOOK_SECRET)] }, localClient(timeoutMs));
    return benchOf(channel, peer, ['hook-very-secret', WEBHOOK_SECRET], () =>
      byKey(peer, ({ headers }) => String(headers['webhook-id'])),
    );
  },
};

async function emailBench(timeoutMs = PATIENT_MS): Promise<ChannelBench> {
  const peer = await startMailPeer();
  const password = new Secret('smtp-very-secret');
  const server = { host: '127.0.0.1', port: peer.port, allowPlain: true, user: 'dqs', password, timeoutMs };
  const channel = new EmailChannel({ to: ['{owner}@example.com'], from: 'DQS <dqs@example.com>', server });
  return {
    channel,
    // SMTP knows neither a time to wait nor a receiver that is no more.
    unknown: ['busy', 'gone'],
    secrets: ['smtp-very-secret'],
    setMood: (mood) => {
      peer.mood = mood;
    },
    requests: () => peer.raw,
    seen: () => {
      const mails = new Map(peer.mails.map((mail) => [mail.messageId, `${mail.subject}\n${mail.text}`]));
      return [...mails.values()];
    },
  };
}

function benchOf(
  channel: Channel,
  peer: HttpPeer,
  secrets: readonly string[],
  seen: () => readonly string[],
): ChannelBench {
  const setMood = (mood: PeerMood) => {
    peer.mood = mood;
  };
  return { channel, secrets, setMood, requests: () => peer.texts(), seen };
}

/** The last request of each key. */
function byKey(peer: HttpPeer, keyOf: (request: Parameters<PeerService>[0]) => string): string[] {
  return [...new Map(peer.requests.map((request) => [keyOf(request), request.body])).values()];
}
