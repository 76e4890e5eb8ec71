import { alertTickText } from '@dqs/reports/text';
import { withOperation } from '@dqs/runtime';
import { openPolicy, runTick } from '@dqs/runtime/alerting';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'graceHours' | 'knownAt' | 'tickDryRun' | 'noSend')
  | ('pagesUrl' | 'organization' | 'mailServer' | 'mailFrom' | 'storeLeastFree' | 'registry')
>;

/** `dqs alerts tick`: what has arrived is taken in and graded, the policy decides, and what follows is sent. */
export async function tickAlerts({ settings, hooks }: Context): Promise<CommandResult> {
  const policy = await openPolicy(settings);
  const { digestMail } = await import('@dqs/reports');
  const tick = await withOperation(settings, (opened) => runTick(settings, opened, policy, digestMail, hooks));
  const { facts, decision, version, queued, dispatched } = tick;
  const { sends, held, transitions, incidents } = decision;
  const json = {
    policy: policy.policy.name,
    at: new Date(facts.at).toISOString(),
    day: facts.day,
    series: facts.series.length,
    version,
    transitions: transitions.length,
    incidents: incidents.map(({ id, state, severity }) => ({ incident: id, state, severity })),
    sends: sends.map(({ id, kind, receiver, incident, severity, page }) => ({
      id,
      kind,
      receiver,
      incident,
      severity,
      page,
    })),
    held: held.length,
    queued,
    dispatched,
  };
  return { json, text: () => alertTickText(json) };
}
