import { existsSync } from 'node:fs';

import type { Incident } from '@dqs/alerting';

import { policyPath } from '../alerting/kept-policy.js';
import { openPolicy } from '../alerting/open-policy.js';
import { runTick } from '../alerting/run-tick.js';
import type { Outcome, Work } from './work.js';

/** Time between two ticks: what is told waits no longer. */
const TICK_MS = 300_000;

/** Decides who is told what and sends it, where there is a policy. */
export const ALERT_WORK: Work = {
  kind: 'alert',
  about: 'decide by the policy who is told what, and send it',
  isFor: (settings) => settings.policy !== undefined || existsSync(policyPath(settings)),
  nextAt: (_settings, now) => (Math.floor(now / TICK_MS) + 1) * TICK_MS,
  async due({ deliveries }, now) {
    if ((await deliveries.head()).entries === 0) return [];
    return [{ kind: 'alert', key: new Date(Math.floor(now / TICK_MS) * TICK_MS).toISOString().slice(0, 16) }];
  },
  async run({ settings, digest, ...operation }, _job, hooks) {
    const policy = await openPolicy(settings);
    const told = await runTick(settings, operation, policy, await digest(), hooks);
    const { facts, decision, version, queued, dispatched } = told;
    return {
      events: version === null ? [] : eventsOf(decision.incidents, facts.at),
      policy: policy.policy.name,
      series: facts.series.length,
      sends: decision.sends.length,
      queued,
      dispatched,
    };
  },
};

/** The incidents that a tick opened or resolved. */
function eventsOf(incidents: readonly Incident[], at: number): NonNullable<Outcome['events']> {
  return incidents.flatMap(({ id, severity, events }) =>
    events
      .filter((event) => event.at === at && (event.kind === 'opened' || event.kind === 'resolved'))
      .map(({ kind, text }) => ({ type: `incident.${kind}`, subject: id, data: { severity, text } })),
  );
}
