import { inspect } from 'node:util';

import { openChannel, Secret, secretFrom, type ChannelSettings } from '../../src/channels/index.js';
import { withoutSecrets } from '../../src/channels/secret.js';
import { localClient } from '../support/benches.js';

const environment = {
  TOKEN: 'xoxb-very-secret',
  URL: 'https://hooks.example.com/a/very-secret',
  KEY: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
};
const context = {
  environment,
  client: localClient(),
  mailServer: { host: 'mail.example.com', from: 'dqs@example.com' },
};

describe('the channel of a receiver', () => {
  it.each<[string, ChannelSettings]>([
    ['slack', { slack: { channel: 'C0123', token: { env: 'TOKEN' } } }],
    ['teams', { teams: { url: { env: 'URL' } } }],
    ['email', { email: { to: '{owner}@example.com' } }],
    ['pagerduty', { pagerduty: { routing_key: { env: 'TOKEN' } } }],
    ['alertmanager', { alertmanager: { url: 'http://alertmanager:9093' } }],
    ['webhook', { webhook: { url: { env: 'URL' }, secrets: [{ env: 'KEY' }] } }],
  ])('is %s as the policy says, and printing it shows no secret', (kind, settings) => {
    const channel = openChannel(settings, context);
    expect(channel.kind).toBe(kind);
    expect(inspect(channel, { depth: 10, showHidden: true }) + JSON.stringify(channel)).not.toContain('very-secret');
  });

  it('needs its secrets in the environment and names the variable that is missing', () => {
    const settings = { slack: { channel: 'C0123', token: { env: 'NOT_THERE' } } };
    expect(() => openChannel(settings, context)).toThrow(
      'expected a secret in the environment variable NOT_THERE, got none; set it',
    );
  });

  it('needs a mail server for mail', () => {
    const { environment: env, client } = context;
    expect(() => openChannel({ email: { to: 'a@example.com' } }, { environment: env, client })).toThrow(
      'expected a mail server for receivers with email, got none',
    );
  });
});

describe('a secret', () => {
  it('is shown by nothing but reveal', () => {
    const secret = secretFrom({ env: 'TOKEN' }, environment);
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
