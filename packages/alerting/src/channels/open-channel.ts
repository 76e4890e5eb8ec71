import { DqsError } from '@dqs/core';

import type { Receiver } from '../policy/policy.js';
import { AlertmanagerChannel } from './alertmanager/alertmanager-channel.js';
import type { Channel } from './channel.js';
import { EmailChannel } from './email/email-channel.js';
import { mailServerOf, type MailServer } from './email/mail-server.js';
import { PRIVATE_NETWORKS } from './http/addresses.js';
import { HttpClient, type HttpClientOptions } from './http/http-client.js';
import { PagerDutyChannel } from './pagerduty/pagerduty-channel.js';
import { Secret, secretFrom, type SecretPlaces } from './secret.js';
import { SlackChannel } from './slack/slack-channel.js';
import { TeamsChannel } from './teams/teams-channel.js';
import { WebhookChannel } from './webhook/webhook-channel.js';

/** What channels are opened with: the operator's part, which no policy can change. */
export interface ChannelContext extends SecretPlaces {
  /** Limits of requests, and networks that any receiver may be in. */
  readonly http?: HttpClientOptions;
  /** Whether a policy may open private networks to a receiver; where strangers write policies it should not. @default true */
  readonly allowPrivate?: boolean;
  /** For receivers that name no mail server of their own. */
  readonly mail?: { readonly server: MailServer; readonly from: string };
  /** Names this installation in webhooks. @default /dqs */
  readonly source?: string;
}

/**
 * The channel of a receiver.
 *
 * @throws DqsError `config-invalid` if a secret is missing or none, an address is none, or there is no mail server.
 */
export function openChannel(receiver: Pick<Receiver, 'settings'>, context: ChannelContext): Channel {
  const { slack, teams, email, pagerduty, alertmanager, webhook } = receiver.settings;
  const publicly = () => new HttpClient(context.http);
  if (slack !== undefined) {
    const token = secretFrom(slack.token, context);
    return new SlackChannel({ channel: slack.channel, token, ...urlOf(slack) }, publicly());
  }
  if (teams !== undefined) return new TeamsChannel({ url: secretFrom(teams.url, context) }, publicly());
  if (pagerduty !== undefined) {
    const routingKey = secretFrom(pagerduty.routing_key, context);
    return new PagerDutyChannel({ routingKey, ...urlOf(pagerduty) }, publicly());
  }
  // It stands beside the systems that it watches.
  if (alertmanager !== undefined) return new AlertmanagerChannel(alertmanager, clientFor(context, true));
  if (webhook !== undefined) {
    const secrets = webhook.secret.map((one) => secretFrom(one, context));
    const source = context.source === undefined ? {} : { source: context.source };
    const client = clientFor(context, webhook.allow_private);
    return new WebhookChannel({ url: new Secret(webhook.url), secrets, ...source }, client);
  }
  return openEmail(email!, context);
}

function openEmail(
  { to, from, smtp }: NonNullable<Receiver['settings']['email']>,
  context: ChannelContext,
): EmailChannel {
  const server = smtp === undefined ? context.mail?.server : mailServerOf(secretFrom(smtp, context));
  const sender = from ?? context.mail?.from;
  if (server !== undefined && sender !== undefined) return new EmailChannel({ to, from: sender, server });
  const missing = server === undefined ? 'smtp: with a mail server' : 'from: with the address of the sender';
  throw new DqsError('config-invalid', `expected ${missing} in a receiver with email, got none; name one`);
}

function clientFor({ http = {}, allowPrivate = true }: ChannelContext, isPrivate: boolean): HttpClient {
  if (!isPrivate || !allowPrivate) return new HttpClient(http);
  return new HttpClient({ ...http, allowedNetworks: [...(http.allowedNetworks ?? []), ...PRIVATE_NETWORKS] });
}

function urlOf({ url }: { readonly url?: string | undefined }) {
  return url === undefined ? {} : { url };
}
