import { z } from 'zod';

/**
 * The requests that services accept, as their documentation says on 2026-11: closed, so that a field that a service does not
 * know fails a test here rather than at the service.
 */

const instant = z.iso.datetime();

// https://docs.slack.dev/reference/methods/chat.postMessage, https://docs.slack.dev/reference/block-kit/blocks
const plainText = z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) });
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most), verbatim: z.boolean().optional() });
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().max(255),
  text: plainText,
  url: z.url().max(3000),
  style: z.enum(['primary', 'danger']).optional(),
});
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), text: mrkdwn(3000) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
]);
const attachments = z
  .array(
    z.strictObject({
      color: z.string().regex(/^#[0-9a-f]{6}$/),
      fallback: z.string().min(1),
      blocks: z.array(block).min(1).max(50),
    }),
  )
  .min(1);
const ts = z.string().regex(/^\d+\.\d{6}$/);
const content = { attachments: attachments.optional(), text: z.string().max(40_000).optional() };

export const SLACK_POST = z
  .strictObject({
    channel: z.string().regex(/^[CDG][A-Z0-9]+$/),
    ...content,
    thread_ts: ts.optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
    metadata: z.strictObject({
      event_type: z.string().regex(/^[A-Za-z0-9_-]+$/),
      event_payload: z.strictObject({ delivery: z.string() }),
    }),
  })
  .refine(({ attachments: some, text }) => some !== undefined || text !== undefined, 'no_text');

export const SLACK_UPDATE = z
  .strictObject({ channel: z.string().regex(/^[CDG][A-Z0-9]+$/), ts, ...content })
  .refine(({ attachments: some, text }) => some !== undefined || text !== undefined, 'no_text');

// https://developer.pagerduty.com/docs/events-api-v2/trigger-events
const action = {
  routing_key: z.string().length(32),
  dedup_key: z.string().min(1).max(255),
};
export const PAGERDUTY_EVENT = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...action,
    event_action: z.literal('trigger'),
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: instant.optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.looseObject({}).optional(),
    }),
  }),
  z.strictObject({ ...action, event_action: z.literal('acknowledge') }),
  z.strictObject({ ...action, event_action: z.literal('resolve') }),
]);

// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, postableAlerts
const labelName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
export const ALERTMANAGER_ALERTS = z
  .array(
    z.strictObject({
      labels: z.record(labelName, z.string().min(1)),
      annotations: z.record(labelName, z.string()).optional(),
      startsAt: instant.optional(),
      endsAt: instant.optional(),
      generatorURL: z.url().optional(),
    }),
  )
  .min(1);

// https://learn.microsoft.com/connectors/teams "When a Teams webhook request is received"; https://adaptivecards.io/explorer, 1.4
const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  spacing: z.enum(['Default', 'None', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Padding']).optional(),
  isSubtle: z.boolean().optional(),
});
export const TEAMS_ENVELOPE = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        fallbackText: z.string(),
        body: z.array(textBlock).min(1),
        actions: z
          .array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }))
          .max(6)
          .optional(),
      }),
    }),
  ]),
});
