import { dispatch, type ChannelOf, type DispatchReport, type OutboxStore } from '@dqs/alerting';

import type { AppHooks } from '../app-hooks.js';

/** Calls of `dispatch` for one tick: what is left waits for the next. */
const MOST_CALLS = 20;

/** Sends what is due in an outbox, as long as there is something to send. */
export async function sendAll(
  outbox: Pick<OutboxStore<never>, 'claim' | 'settle'>,
  channelOf: ChannelOf,
  hooks: AppHooks,
): Promise<DispatchReport> {
  let all: DispatchReport = { claimed: 0, sent: 0, later: 0, dead: 0, gone: [] };
  for (let call = 0; call < MOST_CALLS; call += 1) {
    const one = await dispatch(outbox, channelOf, {}, hooks);
    all = {
      claimed: all.claimed + one.claimed,
      sent: all.sent + one.sent,
      later: all.later + one.later,
      dead: all.dead + one.dead,
      gone: [...new Set([...all.gone, ...one.gone])],
    };
    // What has to wait is not due again at once; without a message that went out there is nothing new to try.
    if (one.sent === 0) break;
  }
  return all;
}
