import type { CloudEvent } from 'cloudevents';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

import { HttpClient, Secret, WebhookChannel } from '../../src/channels/index.js';
import { EXAMPLE_DIGEST, EXAMPLE_MESSAGE, firstDelivery } from '../../src/testing/channel-messages.js';
import { localClient, WEBHOOK_SECRET } from '../support/benches.js';
import { startPeer, stopPeers, type HttpPeer } from '../support/http-peer.js';

afterEach(stopPeers);

const NEW_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The last request as a receiver sees it. */
function receivedBy(peer: HttpPeer) {
  const { body, headers } = peer.requests.at(-1)!;
  return { body, headers: headers as Record<string, string> };
}

async function sendTo(peer: HttpPeer, secrets: readonly string[], attempt = 1, content = EXAMPLE_MESSAGE) {
  const url = new Secret(`${peer.address}/hook`);
  const settings = { url, secrets: secrets.map((one) => new Secret(one)), source: 'https://dqs.example.com' };
  const channel = new WebhookChannel(settings, localClient());
  return channel.deliver({ ...firstDelivery(content, 'msg_2Xq'), attempt });
}

describe('a webhook', () => {
  it('passes the check of the Standard Webhooks library, and a changed byte does not', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    await sendTo(peer, [WEBHOOK_SECRET]);
    const { body, headers } = receivedBy(peer);
    const webhook = new Webhook(WEBHOOK_SECRET);
    expect(webhook.verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => webhook.verify(body.replace('customers', 'Customers'), headers)).toThrow();
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_other' })).toThrow();
  });

  it('while secrets change, is accepted by who knows the new one and by who knows the old one', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    await sendTo(peer, [NEW_SECRET, WEBHOOK_SECRET]);
    const { body, headers } = receivedBy(peer);
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const secret of [NEW_SECRET, WEBHOOK_SECRET]) expect(new Webhook(secret).verify(body, headers)).toBeDefined();
    expect(() => new Webhook(`whsec_${Buffer.alloc(32, 9).toString('base64')}`).verify(body, headers)).toThrow();
  });

  it('is a CloudEvent 1.0 in structured mode, by the library of CloudEvents', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    await sendTo(peer, [WEBHOOK_SECRET]);
    const { body, headers } = receivedBy(peer);
    const event = HTTP.toEvent<Record<string, unknown>>({ headers, body }) as CloudEvent<Record<string, unknown>>;
    expect(event.validate()).toBe(true);
    expect([event.id, event.type, event.source, event.subject, event.time]).toEqual([
      'msg_2Xq',
      'dqs.incident.open',
      'https://dqs.example.com',
      'INC-214',
      '2026-11-24T04:22:00.000Z',
    ]);
    expect(event.data).toMatchObject({ state: 'likely', what: 'customers · fresh', lines: EXAMPLE_MESSAGE.lines });
  });

  it('has the type and timestamp of Standard Webhooks beside the attributes of CloudEvents, in one body', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    await sendTo(peer, [WEBHOOK_SECRET]);
    const { body, headers } = receivedBy(peer);
    const { type, timestamp, data, specversion } = JSON.parse(body) as Record<string, unknown>;
    expect([type, timestamp, specversion]).toEqual(['dqs.incident.open', '2026-11-24T04:22:00.000Z', '1.0']);
    expect(data).toBeDefined();
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  });

  it('is the same body under the same id in every attempt', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    await sendTo(peer, [WEBHOOK_SECRET]);
    await sendTo(peer, [WEBHOOK_SECRET], 2);
    const [first, second] = peer.requests;
    expect(second!.body).toBe(first!.body);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  });

  it('carries a digest whose subject names the owner and the day', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    const url = new Secret(peer.address);
    const channel = new WebhookChannel({ url, secrets: [new Secret(WEBHOOK_SECRET)] }, localClient());
    await channel.deliver(firstDelivery(EXAMPLE_DIGEST));
    expect(JSON.parse(receivedBy(peer).body)).toMatchObject({ type: 'dqs.digest', subject: 'team-shop/2026-11-26' });
  });

  it('to a private address is refused, and the refusal names the host alone', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    const url = new Secret(`${peer.address}/very-secret`);
    const channel = new WebhookChannel({ url, secrets: [new Secret(WEBHOOK_SECRET)] }, new HttpClient());
    expect(await channel.deliver(firstDelivery(EXAMPLE_MESSAGE))).toEqual({
      status: 'refused',
      why: '127.0.0.1 is at 127.0.0.1, which is no public address and is not allowed',
    });
    expect(peer.requests).toEqual([]);
  });

  it('answered by a redirect is refused and says why', async () => {
    const peer = await startPeer(() => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }));
    expect(await sendTo(peer, [WEBHOOK_SECRET])).toMatchObject({
      status: 'refused',
      why: expect.stringContaining('answered 302, and redirects are not followed: write the final address') as string,
    });
  });

  it.each([
    ['too-short', 'whsec_c2hvcnQ='],
    ['no base64', 'whsec_***not*base64***'],
  ])('with a secret that is %s cannot be opened, and the message does not show it', (_, secret) => {
    const open = () =>
      new WebhookChannel({ url: new Secret('https://example.com'), secrets: [new Secret(secret)] }, localClient());
    expect(open).toThrow('expected whsec_ and 24 to 64 bytes as base64');
    expect(open).not.toThrow(secret);
  });

  it('without a secret, or to what is no address, cannot be opened', () => {
    const secrets = [new Secret(WEBHOOK_SECRET)];
    expect(() => new WebhookChannel({ url: new Secret('https://example.com'), secrets: [] }, localClient())).toThrow(
      'expected a secret to sign a webhook with',
    );
    expect(() => new WebhookChannel({ url: new Secret('very secret'), secrets }, localClient())).toThrow(
      'expected the address of a webhook, https://…, got a secret that is no address',
    );
  });
});
