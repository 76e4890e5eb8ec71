// What a channel is
export {
  CHANNEL_ABILITIES,
  type Channel,
  type ChannelAbilities,
  type Delivery,
  type Outcome,
  type Updates,
} from './channel.js';
export { openChannel, type ChannelContext } from './open-channel.js';
export { Secret, secretFrom, type SecretPlaces } from './secret.js';

// Requests
export { AddressRules, PRIVATE_NETWORKS } from './http/addresses.js';
export type { HostAddress, Resolve } from './http/guard.js';
export { HttpClient, type HttpAnswer, type HttpClientOptions, type HttpRequest } from './http/http-client.js';
export { HttpProblem, type HttpProblemKind } from './http/http-problem.js';

// The channels
export { AlertmanagerChannel, type AlertmanagerSettings } from './alertmanager/alertmanager-channel.js';
export { EmailChannel, type EmailSettings } from './email/email-channel.js';
export { mailServerOf, type MailServer } from './email/mail-server.js';
export { PagerDutyChannel, type PagerDutySettings } from './pagerduty/pagerduty-channel.js';
export { SlackChannel, type SlackSettings } from './slack/slack-channel.js';
export { TeamsChannel, type TeamsSettings } from './teams/teams-channel.js';
export { webhookEvent, type WebhookEvent, type WebhookEventType } from './webhook/event.js';
export { WebhookChannel, type WebhookSettings } from './webhook/webhook-channel.js';
