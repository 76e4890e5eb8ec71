import { actInStore, type IncidentAct } from '@dqs/alerting';
import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { incidentHistoryText } from '@dqs/reports/text';
import { actorOf, readOperation } from '@dqs/runtime';
import { openPolicy } from '@dqs/runtime/alerting';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'by')
  | ('incidentAction' | 'incidentId' | 'resolution' | 'incidentWith')
>;

/** `dqs alerts incident`: shows an incident, or does what a person wants done about it. */
export async function actOnIncident({ settings, hooks }: Context): Promise<CommandResult> {
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const id = required(settings.incidentId, 'incidentId');
  const act = actOf(settings, id, now);
  const { policy } = await openPolicy(settings);
  const { name, timezone } = policy;
  const incidents = await readOperation(settings, async ({ alerting }) => {
    if (act !== undefined) return actInStore(alerting, { name, policy, act });
    const incident = await alerting.incident(name, id);
    return incident && [incident];
  });
  if (incidents !== undefined) return { json: { incidents }, text: () => incidentHistoryText(incidents, timezone) };
  throw new DqsError(
    'incident-invalid',
    `expected the id of an incident, got ${JSON.stringify(id)}; dqs alerts list --all lists them`,
  );
}

function actOf(settings: Context['settings'], incident: string, at: number): IncidentAct | undefined {
  const common = { at, incident, by: actorOf(settings) };
  const kind = orDefault(settings.incidentAction, 'incidentAction');
  switch (kind) {
    case 'show':
      return undefined;
    case 'resolve':
      return { ...common, kind, reason: required(settings.resolution, 'resolution') };
    case 'merge':
      return { ...common, kind, from: required(settings.incidentWith, 'incidentWith') };
    case 'split':
      return { ...common, kind, alerts: required(settings.incidentWith, 'incidentWith') };
    default:
      return { ...common, kind };
  }
}
