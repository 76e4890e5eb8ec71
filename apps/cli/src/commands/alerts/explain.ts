import { explain, type Explanation } from '@dqs/alerting';
import { MS_PER_DAY, SYSTEM_CLOCK } from '@dqs/core';
import { dailyTicks, factId, ledgerTick } from '@dqs/pipelines';
import { alertExplanationText } from '@dqs/reports/text';
import { findSeries, type OpenedOperation } from '@dqs/runtime';
import { factSources, replayedTicks, type OpenedPolicy } from '@dqs/runtime/alerting';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { withPolicy } from './with-policy.js';

type Context = CommandContext<
  'explainedSeries' | 'explainedDay' | 'policy' | 'catalog' | 'store' | 'databaseUrl' | 'graceHours' | 'knownAt'
>;

/** `dqs alerts explain`: what every rule makes of a series, and why it tells someone or not. */
export async function explainAlert(context: Context): Promise<CommandResult> {
  const series = required(context.settings.explainedSeries, 'explainedSeries');
  return withPolicy(context, async (opened, policy) => {
    const id = await idOf(series, opened);
    const { explainedDay: day } = context.settings;
    const explanations =
      day === undefined ? await asOfNow(context, opened, policy, id) : await asOf(context, opened, policy, id, day);
    return { json: explanations, text: () => alertExplanationText(explanations) };
  });
}

/** The id by which ticks know a series. */
async function idOf(series: string, { ledger }: OpenedOperation): Promise<string> {
  const [key] = findSeries(series, { keys: await ledger.series() });
  return factId(key!);
}

async function asOfNow(
  { settings, hooks }: Context,
  opened: OpenedOperation,
  policy: OpenedPolicy,
  id: string,
): Promise<Explanation> {
  const { ledger, alerting } = opened;
  const { state } = await alerting.load(policy.policy.name);
  const at = Math.max(settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now(), state.at ?? 0);
  const sources = await factSources(settings, ledger, policy, at);
  const { facts, leads } = await ledgerTick(alerting, policy.policy.name, sources, at);
  return explain(policy.policy, state, facts, id, leads);
}

/** As of the first tick that saw a day's end. */
async function asOf(
  { settings, hooks }: Context,
  opened: OpenedOperation,
  policy: OpenedPolicy,
  id: string,
  day: number,
): Promise<Explanation> {
  const [morning] = dailyTicks(day + 1, day + 1) as [number];
  const span = { from: (day + 1) * MS_PER_DAY, to: morning };
  const { days, leads, state } = await replayedTicks(settings, opened, policy, span, hooks);
  const facts = days.at(-1);
  if (facts !== undefined) return explain(policy.policy, state, facts, id, leads(facts));
  const sources = await factSources(settings, opened.ledger, policy, morning);
  const tick = await ledgerTick(opened.alerting, policy.policy.name, sources, morning);
  return explain(policy.policy, state, tick.facts, id, tick.leads);
}
