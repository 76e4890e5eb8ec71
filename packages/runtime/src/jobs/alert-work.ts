import { existsSync } from 'node:fs';

import type { Incident } from '@dqs/alerting';
import { formatDay } from '@dqs/core';

import { policyPath } from '../alerting/kept-policy.js';
import { openPolicy } from '../alerting/open-policy.js';
import { runTick } from '../alerting/run-tick.js';
import { offerByHand } from './daily.js';
import type { Outcome, Work } from './work.js';

/** Time between two ticks where nothing new has come: what is told waits no longer. */
const TICK_MS = 300_000;

/** Decides who is told what and sends it, where there is a policy. */
export const ALERT_WORK: Work = {
  kind: 'alert',
  about: 'decide by the policy who is told what, and send it',
  isFor: (settings) => settings.policy !== undefined || existsSync(policyPath(settings)),
  nextAt: (_settings, now) => (Math.floor(now / TICK_MS) + 1) * TICK_MS,
  async due({ deliveries, ledger }, now) {
    const { entries } = await deliveries.head();
    if (entries === 0) return [];
    const since = new Date(Math.floor(now / TICK_MS) * TICK_MS).toISOString().slice(0, 16);
    // What arrives and what is forecast meanwhile is told at once.
    const span = await ledger.span();
    const forecast = span === undefined ? 'no forecast' : `forecasts to ${formatDay(span.to)}`;
    return [{ kind: 'alert', key: `${since}, ${entries} deliveries, ${forecast}` }];
  },
  byHand: (now) => offerByHand('alert', now),
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
