import { parseClock } from '@dqs/core/calendar';
import {
  boolean,
  choice,
  formed,
  isScalar,
  oneOrMore,
  optional,
  otherwise,
  type ParsedNode,
  type Reading,
  record,
  type RecordOf,
  required,
  type Shape,
  shown,
  text,
} from '@dqs/core/yaml';

/** Where a secret is found; never the secret itself. */
export interface SecretReference {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
}

/** A secret is named, not written: a policy is read by many and stands in git. */
function secret(what: string): Shape<SecretReference> {
  const fields = {
    env: optional(text('name of an environment variable', 200)),
    file: optional(text('path of a file')),
  };
  const shape = record(what, fields, (value, node, { problems }) => {
    if ((value.env === undefined) === (value.file === undefined))
      problems.add(node, `expected env or file for ${what}`);
  });
  return {
    schema: shape.schema,
    read: (node: ParsedNode | null, from: Reading) => {
      if (!isScalar(node)) return shape.read(node, from);
      return from.problems.add(
        node,
        `expected { env: NAME } or { file: path } for ${what}, got a value of its own; keep secrets out of the policy`,
      );
    },
  };
}

/** How each channel is reached. */
const CHANNELS = {
  slack: optional(
    record('slack', {
      channel: required(text('id of a channel, such as C0123')),
      token: required(secret('token of a Slack app')),
      url: optional(text('address of the API')),
    }),
  ),
  teams: optional(record('teams', { url: required(secret('address of a Teams webhook')) })),
  email: optional(
    record('email', {
      to: required(oneOrMore('addresses', text('an address; {owner} stands for the owner'))),
      from: optional(text('address of the sender')),
      smtp: optional(secret('address of the mail server with user and password')),
    }),
  ),
  pagerduty: optional(
    record('pagerduty', {
      routing_key: required(secret('routing key of a PagerDuty service')),
      url: optional(text('address of the API')),
    }),
  ),
  alertmanager: optional(record('alertmanager', { url: required(text('address of an Alertmanager')) })),
  webhook: optional(
    record('webhook', {
      url: required(text('address of the receiver')),
      secret: required(oneOrMore('secrets, the new one first', secret('secret of the signature'))),
      allow_private: otherwise(boolean('whether the address may be private'), false, false),
    }),
  ),
} as const;

/** Names of channels. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as readonly (keyof typeof CHANNELS)[];
/** Name of a channel. */
export type ChannelName = keyof typeof CHANNELS;

const RECEIVER = {
  ...CHANNELS,
  update: otherwise(choice('what a change does to the message', ['in-place', 'new']), 'in-place', 'in-place'),
  resolve: otherwise(boolean('whether the end is told'), true, true),
  active: otherwise(text('a calendar, or always', 100), 'always', 'always'),
  outside: otherwise(
    text('a digest receiver that takes over outside of `active`, or wait: until it is active again', 100),
    'wait',
    'wait',
  ),
  at: optional(formed('a time of day, such as 07:45: what is sent here is collected until then', parseClock)),
  even_if_quiet: otherwise(boolean('whether a digest is sent without entries too'), false, false),
  pages: optional(boolean('whether what is opened here counts as a page; otherwise PagerDuty does')),
} as const;

/** Who can be told. */
export type ReceiverDocument = RecordOf<typeof RECEIVER>;

/** A receiver: one channel, and when and how it is told. */
export const RECEIVER_SHAPE: Shape<ReceiverDocument> = record('a receiver', RECEIVER, (value, node, { problems }) => {
  const channels = CHANNEL_NAMES.filter((name) => value[name] !== undefined);
  if (channels.length !== 1) {
    problems.add(
      node,
      `expected one of ${CHANNEL_NAMES.join(', ')} in a receiver, got ${channels.join(' and ') || shown(null)}`,
    );
  }
  if (value.even_if_quiet && value.at === undefined) {
    problems.add(node, 'expected even_if_quiet only where `at` says when the digest is sent; add at: "07:45"');
  }
});
