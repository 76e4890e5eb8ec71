import type { ChannelOf, Policy } from '@dqs/alerting';
import type { Channel, ChannelContext } from '@dqs/alerting/channels';
import { DqsError } from '@dqs/core';

import type { Settings } from '../settings/settings.js';

/** The settings of channels that no policy names. */
export type ChannelSettings = Settings<'mailServer' | 'mailFrom'>;

/**
 * The channels of a policy's receivers, each opened when it is first needed. One whose secret or server is missing takes no message:
 * what is for it waits, and says why.
 */
export async function channelsOf(
  policy: Pick<Policy, 'receivers'>,
  settings: ChannelSettings,
  environment: NodeJS.ProcessEnv,
): Promise<ChannelOf> {
  const { CHANNEL_ABILITIES, mailServerOf, openChannel, Secret } = await import('@dqs/alerting/channels');
  const { mailServer, mailFrom } = settings;
  const mail =
    mailServer === undefined || mailFrom === undefined
      ? {}
      : { mail: { server: mailServerOf(new Secret(mailServer)), from: mailFrom } };
  const context: ChannelContext = { environment, ...mail };
  const opened = new Map<string, Channel>();
  return (name) => {
    const receiver = policy.receivers.get(name);
    if (receiver === undefined) return undefined;
    const known = opened.get(name);
    if (known) return known;
    const channel = orUnavailable(receiver.channel, () => openChannel(receiver, context));
    opened.set(name, channel);
    return channel;
  };

  function orUnavailable(kind: Channel['kind'], open: () => Channel): Channel {
    try {
      return open();
    } catch (cause) {
      if (!DqsError.is(cause)) throw cause;
      const why = cause.message;
      const abilities = CHANNEL_ABILITIES[kind];
      return { kind, abilities, deliver: () => Promise.resolve({ status: 'later', why }) };
    }
  }
}
