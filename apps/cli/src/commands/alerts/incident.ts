import { actInStore, type ActRequest, type IncidentAct } from '@dqs/alerting';
import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import type { JsonValue } from '@dqs/core/audit';
import { incidentHistoryText } from '@dqs/reports/text';
import { actorOf, changeAlertingIfThere, readOperation } from '@dqs/runtime';
import { openPolicy } from '@dqs/runtime/alerting';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'by')
  | ('incidentAction' | 'incidentId' | 'resolution' | 'incidentWith')
  | ('incidentTo' | 'incidentTitle' | 'incidentRoot' | 'fixBy' | 'comment')
>;

/** `dqs alerts incident`: shows an incident, or does what a person wants done about it. */
export async function actOnIncident({ settings, hooks }: Context): Promise<CommandResult> {
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const id = required(settings.incidentId, 'incidentId');
  const act = actOf(settings, id, now);
  const { policy } = await openPolicy(settings);
  const { name, timezone } = policy;
  const incidents = await (act === undefined
    ? readOperation(settings, async ({ alerting }) => {
        const incident = await alerting.incident(name, id);
        return incident && [incident];
      })
    : acted(settings, hooks, { name, policy, act }));
  if (incidents !== undefined) return { json: { incidents }, text: () => incidentHistoryText(incidents, timezone) };
  throw new DqsError(
    'incident-invalid',
    `expected the id of an incident, got ${JSON.stringify(id)}; dqs alerts list --all lists them`,
  );
}

/** Does it, and records it in the same transaction; undefined if there is no database yet. */
function acted(settings: Context['settings'], hooks: Context['hooks'], request: ActRequest) {
  const { kind, incident: id, by, at: _, ...rest } = request.act;
  const after = Object.keys(rest).length === 0 ? undefined : (rest as JsonValue);
  const targets = [{ kind: 'incident', id }];
  const act = { actor: { id: by }, action: `incident.${kind}`, targets, after };
  return changeAlertingIfThere(settings, hooks, act, (alerting) => actInStore(alerting, request));
}

function actOf(settings: Context['settings'], incident: string, at: number): IncidentAct | undefined {
  const common = { at, incident, by: actorOf(settings) };
  const kind = orDefault(settings.incidentAction, 'incidentAction');
  const { comment, incidentTo: to = null, incidentTitle: title = null, incidentRoot: subject = null } = settings;
  const said = comment === undefined ? {} : { note: comment };
  switch (kind) {
    case 'show':
      return undefined;
    case 'acknowledge':
      return { ...common, ...said, kind, ...(settings.fixBy !== undefined && { fixBy: settings.fixBy }) };
    case 'fixed':
    case 'reopen':
      return { ...common, ...said, kind };
    case 'assign':
      return { ...common, ...said, kind, to };
    case 'comment':
      return { ...common, kind, note: required(comment, 'comment') };
    case 'name':
      return { ...common, kind, title };
    case 'root':
      return { ...common, kind, subject };
    case 'resolve':
      return { ...common, ...said, kind, reason: required(settings.resolution, 'resolution') };
    case 'merge':
      return { ...common, kind, from: required(settings.incidentWith, 'incidentWith') };
    case 'split':
      return { ...common, kind, alerts: required(settings.incidentWith, 'incidentWith') };
    default:
      return { ...common, kind };
  }
}
