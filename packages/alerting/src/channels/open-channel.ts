import { AlertmanagerChannel } from './alertmanager/alertmanager-channel.js';
import type { Channel } from './channel.js';
import { EmailChannel, type MailServer } from './email/email-channel.js';
import type { HttpClient } from './http/http-client.js';
import { PagerDutyChannel } from './pagerduty/pagerduty-channel.js';
import { secretFrom, type SecretReference } from './secret.js';
import { SlackChannel } from './slack/slack-channel.js';
import { TeamsChannel } from './teams/teams-channel.js';
import { WebhookChannel } from './webhook/webhook-channel.js';
import { DqsError } from '@dqs/core';

/** How a policy names a channel: one key, its kind, with what that kind needs. Secrets are variables of the environment. */
export type ChannelSettings =
  | { readonly slack: { readonly channel: string; readonly token: SecretReference } }
  | { readonly teams: { readonly url: SecretReference } }
  | { readonly email: { readonly to: string; readonly no_owner?: string } }
  | { readonly pagerduty: { readonly routing_key: SecretReference; readonly url?: string } }
  | { readonly alertmanager: { readonly url: string } }
  | { readonly webhook: { readonly url: SecretReference; readonly secrets: readonly SecretReference[] } };

/** What channels are opened with: the operator's part, which no policy can change. */
export interface ChannelContext {
  /** Where secrets are looked up. */
  readonly environment: NodeJS.ProcessEnv;
  readonly client: HttpClient;
  /** Without it a receiver of mail cannot be opened. */
  readonly mailServer?: MailServer;
  /** Names this installation in webhooks. @default /dqs */
  readonly source?: string;
}

/**
 * The channel of a receiver.
 *
 * @throws DqsError `config-invalid` if a secret is missing or none, or there is no mail server.
 */
export function openChannel(settings: ChannelSettings, context: ChannelContext): Channel {
  const { client, environment, mailServer, source } = context;
  const secret = (reference: SecretReference) => secretFrom(reference, environment);
  if ('slack' in settings) {
    const { channel, token } = settings.slack;
    return new SlackChannel({ channel, token: secret(token) }, client);
  }
  if ('teams' in settings) return new TeamsChannel({ url: secret(settings.teams.url) }, client);
  if ('pagerduty' in settings) {
    const { routing_key: key, url } = settings.pagerduty;
    return new PagerDutyChannel({ routingKey: secret(key), ...(url !== undefined && { url }) }, client);
  }
  if ('alertmanager' in settings) return new AlertmanagerChannel(settings.alertmanager, client);
  if ('webhook' in settings) {
    const { url, secrets } = settings.webhook;
    const named = source === undefined ? {} : { source };
    return new WebhookChannel({ url: secret(url), secrets: secrets.map(secret), ...named }, client);
  }
  if (mailServer === undefined) {
    throw new DqsError('config-invalid', 'expected a mail server for receivers with email, got none; name one');
  }
  const { to, no_owner: noOwner } = settings.email;
  return new EmailChannel({ to, server: mailServer, ...(noOwner !== undefined && { noOwner }) });
}
