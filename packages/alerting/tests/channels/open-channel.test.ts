import { inspect } from 'node:util';

import { openChannel, Secret, secretFrom, type ChannelContext } from '../../src/channels/index.js';
import { withoutSecrets } from '../../src/channels/secret.js';
import type { Receiver } from '../../src/policy/policy.js';
import { EXAMPLE_MESSAGE, firstDelivery } from '../../src/testing/channel-messages.js';
import { WEBHOOK_SECRET } from '../support/benches.js';
import { startPeer, stopPeers } from '../support/http-peer.js';

afterEach(stopPeers);

const places = {
  environment: {
    TOKEN: 'xoxb-very-secret',
    URL: 'https://hooks.example.com/a/very-secret',
    KEY: WEBHOOK_SECRET,
    SMTP: 'smtps://dqs:very-secret@mail.example.com',
  },
  readFile: (path: string) => {
    if (path !== '/run/secrets/token') throw new Error('no such file');
    return 'xoxb-very-secret\n';
  },
};

type Settings = Receiver['settings'];

/** A receiver as a policy has it, with nothing but its channel. */
const receiver = (channel: Partial<Settings>) => ({ settings: channel as Settings });

const webhook = (url: string, isPrivate: boolean) =>
  receiver({
    webhook: { place: { line: 1, column: 1 }, url, secret: [{ env: 'KEY' }], allow_private: isPrivate } as never,
  });

describe('the channel of a receiver', () => {
  it.each<[string, Partial<Record<keyof Settings, unknown>>]>([
    ['slack', { slack: { channel: 'C0123', token: { env: 'TOKEN' } } }],
    ['slack', { slack: { channel: 'C0123', token: { file: '/run/secrets/token' } } }],
    ['teams', { teams: { url: { env: 'URL' } } }],
    ['email', { email: { to: ['{owner}@example.com'], from: 'dqs@example.com', smtp: { env: 'SMTP' } } }],
    ['pagerduty', { pagerduty: { routing_key: { env: 'TOKEN' } } }],
    ['alertmanager', { alertmanager: { url: 'http://alertmanager:9093' } }],
    ['webhook', { webhook: { url: 'https://example.com', secret: [{ env: 'KEY' }], allow_private: false } }],
  ])('is %s as the policy says, and printing it shows no secret', (kind, settings) => {
    const channel = openChannel(receiver(settings as never), places);
    expect(channel.kind).toBe(kind);
    expect(inspect(channel, { depth: 10, showHidden: true }) + JSON.stringify(channel)).not.toContain('very-secret');
  });

  it.each<[string, Partial<Record<keyof Settings, unknown>>]>([
    ['an Alertmanager', { alertmanager: { url: 'alertmanager:9093' } }],
    ['PagerDuty', { pagerduty: { routing_key: { env: 'TOKEN' }, url: 'events.eu.pagerduty.com' } }],
    ["Slack's API", { slack: { channel: 'C0123', token: { env: 'TOKEN' }, url: '' } }],
    ['a webhook', { webhook: { url: '/hook', secret: [{ env: 'KEY' }], allow_private: false } }],
  ])('of %s whose address is none says what was expected', (what, settings) => {
    const open = () => openChannel(receiver(settings as never), places);
    expect(open).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    expect(open).toThrow(`expected the address of ${what}, https://…, got`);
  });

  it('needs its secrets and says where one is missing', () => {
    const slack = (token: object) => receiver({ slack: { channel: 'C0123', token } as never });
    expect(() => openChannel(slack({ env: 'NOT_THERE' }), places)).toThrow(
      'expected a secret in the environment variable NOT_THERE, got none; set it',
    );
    expect(() => openChannel(slack({ file: '/not/there' }), places)).toThrow(
      'expected a secret in the file /not/there, which cannot be read; check the path and its permission',
    );
  });

  it('needs a mail server and a sender for mail, its own or those of the installation', () => {
    const email = receiver({ email: { to: ['a@example.com'] } as never });
    expect(() => openChannel(email, places)).toThrow('expected smtp: with a mail server in a receiver with email');
    const mail = { server: { host: 'mail.example.com' }, from: 'dqs@example.com' };
    expect(openChannel(email, { ...places, mail }).kind).toBe('email');
  });

  it('reaches a private address only if the policy says so and the installation lets it', async () => {
    const peer = await startPeer(() => ({ status: 204 }));
    const statusOf = async (isPrivate: boolean, context: Partial<ChannelContext> = {}) => {
      const channel = openChannel(webhook(peer.address, isPrivate), { ...places, ...context });
      return (await channel.deliver(firstDelivery(EXAMPLE_MESSAGE))).status;
    };
    expect(await statusOf(true)).toBe('sent');
    expect(await statusOf(false)).toBe('refused');
    expect(await statusOf(true, { allowPrivate: false })).toBe('refused');
    expect(await statusOf(false, { http: { allowedNetworks: ['127.0.0.1'] } })).toBe('sent');
  });

  it.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://[fd00:ec2::254]'])(
    'that may be private does not reach %s, where clouds keep the credentials of a machine',
    async (url) => {
      const outcome = await openChannel(webhook(url, true), places).deliver(firstDelivery(EXAMPLE_MESSAGE));
      expect(outcome.status).toBe('refused');
    },
  );
});

describe('a secret', () => {
  it('is shown by nothing but reveal', () => {
    const secret = secretFrom({ env: 'TOKEN' }, places);
    const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String(Object.values(secret))];
    expect(shown.join()).not.toContain('xoxb');
    expect(secret.reveal()).toBe('xoxb-very-secret');
  });

  it('is taken out of texts, also as part of an address and with its path alone', () => {
    const secrets = [new Secret('to ken/1'), new Secret('https://hooks.example.com/a/very-secret?sig=abcdefgh')];
    const text = 'to ken/1 to%20ken%2F1 /a/very-secret very-secret sig=abcdefgh fine';
    expect(withoutSecrets(text, secrets)).toBe('[secret] [secret] [secret] [secret] sig=[secret] fine');
  });

  it('that is a word of few letters is no secret in a text', () => {
    expect(withoutSecrets('it is on', [new Secret('on')])).toBe('it is on');
  });
});
