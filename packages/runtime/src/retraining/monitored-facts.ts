import { monitorLedger, type LedgerMonitoring } from '@dqs/pipelines';
import { championOf, type OtherFacts } from '@dqs/pipelines/retrain';

import type { AppHooks } from '../app-hooks.js';
import { withDriftOfModel } from '../operation/drift-of-model.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import type { OpenedRetraining } from './open-retraining.js';

/** What monitoring has found of the version in use. */
export type MonitoredFacts = Pick<OtherFacts, 'degradedPools' | 'driftImpact'>;

/**
 * What monitoring says of the version in use, of its live forecasts alone: pools that have certainly become worse, and what all that
 * drifted may cost. Features are looked at only where the policy asks for drift, which takes as long as many forecasts.
 *
 * @param knownAt what is known at this time, milliseconds.
 */
export async function monitoredFacts(
  settings: Settings<'store' | 'registry'>,
  { registry, policy }: Pick<OpenedRetraining, 'registry' | 'policy'>,
  { ledger }: Pick<OpenedOperation, 'ledger'>,
  knownAt: number,
  hooks: AppHooks,
): Promise<MonitoredFacts> {
  const champion = await championOf(registry, policy);
  if (champion === null) return {};
  const version = `${policy.model}@${champion.version}`;
  const driftModel = policy.triggers.driftImpact === undefined ? undefined : version;
  return withDriftOfModel({ ...settings, driftModel }, knownAt, async (sources) => {
    const report = await monitorLedger(ledger, { knownAt, ...sources }, hooks);
    const degradedPools = report.pools.filter((one) => one.isDegraded && one.version === version).length;
    const driftImpact = impactOf(report);
    return { degradedPools, ...(driftImpact !== undefined && { driftImpact }) };
  });
}

/**
 * Expected loss of all that drifted, percentage points. Losses of features add up; a move of the results, of the forecasts and of the
 * features is the same one seen three times, so the greatest counts. Undefined where nothing was looked at.
 */
function impactOf({ drift }: Pick<LedgerMonitoring, 'drift'>): number | undefined {
  if (drift.length === 0) return undefined;
  const losses = new Map<string, number>();
  for (const { kind, verdict, expectedLoss } of drift) {
    if (verdict === 'fail') losses.set(kind, (losses.get(kind) ?? 0) + (expectedLoss ?? 0));
  }
  return Math.max(0, ...losses.values());
}
