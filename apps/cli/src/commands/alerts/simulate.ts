import { comparePolicies, proposeThreshold, simulate } from '@dqs/alerting';
import { SYSTEM_CLOCK } from '@dqs/core';
import { alertSimulation } from '@dqs/pipelines';
import { alertSimulationText, policyComparisonText, thresholdText } from '@dqs/reports/text';
import { lastDaysSpan, openPolicy, replayedTicks } from '@dqs/runtime/alerting';
import { orDefault } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { emptyLedger } from '../ledger/no-ledger.js';
import { withPolicy } from './with-policy.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'graceHours' | 'knownAt')
  | ('lastDays' | 'againstPolicy' | 'proposedRule' | 'pagesPerWeek')
>;

/** `dqs alerts simulate`: what a policy would have sent, on the ledger of a store. */
export async function simulatePolicy(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  return withPolicy(context, async (opened, own) => {
    const { policy } = own;
    const span = lastDaysSpan(
      orDefault(settings.lastDays, 'lastDays'),
      settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now(),
    );
    const { days, leads, state, areMade } = await replayedTicks(settings, opened, own, span, hooks);
    if (days.length === 0) return emptyLedger(settings.store);
    const options = { leads, ticksBetween: !areMade };
    const simulation = alertSimulation(policy.name, days, simulate(policy, days, { ...options, state }));
    const { againstPolicy, proposedRule: rule } = settings;
    const old = againstPolicy === undefined ? undefined : await openPolicy({ ...settings, policy: againstPolicy });
    const compared = old && comparePolicies(old.policy, policy, days, options);
    const pagesPerWeek = orDefault(settings.pagesPerWeek, 'pagesPerWeek');
    const proposal =
      rule === undefined ? undefined : proposeThreshold(policy, days, { ...options, rule, pagesPerWeek });
    const comparison = compared && {
      old: old.policy.name,
      both: compared.both,
      onlyOld: compared.onlyOld,
      onlyNew: compared.onlyNew,
    };
    return {
      json: { ...simulation, ...(comparison && { comparison }), ...(proposal && { proposal }) },
      text: () =>
        [
          alertSimulationText(simulation),
          comparison ? policyComparisonText(comparison) : '',
          proposal ? thresholdText(proposal) : '',
        ].join(''),
    };
  });
}
