// What a channel is
export {
  CHANNEL_ABILITIES,
  CHANNEL_KINDS,
  type Channel,
  type ChannelAbilities,
  type ChannelKind,
  type Delivery,
  type Outcome,
  type Updates,
} from './channel.js';
export { openChannel, type ChannelContext, type ChannelSettings } from './open-channel.js';
export { Secret, secretFrom, type SecretReference } from './secret.js';

// Requests
export { AddressRules } from './http/addresses.js';
export type { HostAddress, Resolve } from './http/guard.js';
export { HttpClient, type HttpAnswer, type HttpClientOptions, type HttpRequest } from './http/http-client.js';
export { HttpProblem, type HttpProblemKind } from './http/http-problem.js';

// The channels
export { AlertmanagerChannel, type AlertmanagerSettings } from './alertmanager/alertmanager-channel.js';
export { EmailChannel, type EmailSettings, type MailServer } from './email/email-channel.js';
export { PagerDutyChannel, type PagerDutySettings } from './pagerduty/pagerduty-channel.js';
export { SlackChannel, type SlackSettings } from './slack/slack-channel.js';
export { TeamsChannel, type TeamsSettings } from './teams/teams-channel.js';
export { webhookEvent, type WebhookEvent, type WebhookEventType } from './webhook/event.js';
export { WebhookChannel, type WebhookSettings } from './webhook/webhook-channel.js';
