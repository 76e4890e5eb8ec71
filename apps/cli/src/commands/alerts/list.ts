import { isActive, statusOf } from '@dqs/alerting';
import { alertListText } from '@dqs/reports/text';

import type { CommandContext, CommandResult } from '../../run.js';
import { withPolicy } from './with-policy.js';

type Context = CommandContext<'policy' | 'catalog' | 'store' | 'databaseUrl' | 'listAll'>;

/** `dqs alerts list`: incidents, what fires and is kept quiet, and how messages are doing. */
export async function listAlerts(context: Context): Promise<CommandResult> {
  return withPolicy(context, async ({ alerting }, { policy }) => {
    const { state } = await alerting.load(policy.name);
    const states = context.settings.listAll ? {} : { states: ['open', 'acknowledged'] as const };
    const incidents = await alerting.incidents(policy.name, states);
    const quiet = state.alerts.filter((one) => isActive(one) && one.suppressed !== null);
    const json = {
      policy: policy.name,
      lastTick: state.at === null ? null : new Date(state.at).toISOString(),
      incidents,
      alerts: state.alerts.length,
      suppressed: quiet.map((one) => ({ alert: one.key, status: statusOf(one), ...one.suppressed! })),
      outbox: await alerting.outboxOf(policy.name).status(),
    };
    return { json, text: () => alertListText(json, policy.timezone) };
  });
}
