import { existsSync } from 'node:fs';

import { policyPath } from '../alerting/kept-policy.js';
import { openPolicy } from '../alerting/open-policy.js';
import { runTick } from '../alerting/run-tick.js';
import type { Work } from './work.js';

/** Time between two ticks: what is told waits no longer. */
const TICK_MS = 300_000;

/** Decides who is told what and sends it, where there is a policy. */
export const ALERT_WORK: Work = {
  kind: 'alert',
  about: 'decide by the policy who is told what, and send it',
  isFor: (settings) => settings.policy !== undefined || existsSync(policyPath(settings)),
  async due({ deliveries }, now) {
    if ((await deliveries.head()).entries === 0) return [];
    return [{ kind: 'alert', key: new Date(Math.floor(now / TICK_MS) * TICK_MS).toISOString().slice(0, 16) }];
  },
  async run({ settings, digest, ...operation }, _job, hooks) {
    const policy = await openPolicy(settings);
    const { facts, decision, queued, dispatched } = await runTick(settings, operation, policy, await digest(), hooks);
    return {
      policy: policy.policy.name,
      series: facts.series.length,
      sends: decision.sends.length,
      queued,
      dispatched,
    };
  },
};
