import { SYSTEM_CLOCK, type DailyPanel } from '@dqs/core';
import { isDelivered } from '@dqs/ingestion';
import type { ExcludedDays, OtherFacts, RetrainingPlace } from '@dqs/pipelines/retrain';

import type { AppHooks } from '../app-hooks.js';
import { automationPause } from '../jobs/pauses.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { readInputs, type InputSettings } from '../history/read-inputs.js';
import type { Settings } from '../settings/settings.js';
import { readOperation, type OpenedOperation } from '../stores/open-alerting.js';
import { liveEvidence } from './live-evidence.js';
import { monitoredFacts } from './monitored-facts.js';
import { openRetraining, type OpenedRetraining, type RetrainingSettings } from './open-retraining.js';
import { excludedDays, openTrouble, sourceAlerts } from './source-trouble.js';

/** The settings of what a retraining is decided on and made from. */
export type RetrainingInputSettings = InputSettings & RetrainingSettings & Settings<'databaseUrl'>;

/** What a retraining is decided on and made from, as known now. */
export interface RetrainingInputs {
  /** Judges shadows and watches new versions by the ledger, where there is one. */
  readonly place: RetrainingPlace;
  readonly panel: DailyPanel;
  readonly others: OtherFacts;
  readonly excluded?: ExcludedDays;
}

/**
 * Hands the work what a retraining is decided on and made from. From a store of deliveries with its database that is all that is
 * known now: the results, what monitoring says of the version in use, trouble of the ingestion that is open, days to leave out,
 * and the graded forecasts of challengers. From files it is their results alone.
 *
 * @param opened an operation that is open already; that of the store is opened by default.
 * @throws DqsError as `openRetraining`, `readInputs`, `openDatabase`, `monitorLedger`.
 */
export async function withRetrainingInputs<T>(
  settings: RetrainingInputSettings,
  hooks: AppHooks,
  work: (inputs: RetrainingInputs) => Promise<T>,
  opened?: OpenedOperation,
): Promise<T> {
  const retraining = await openRetraining(settings, hooks);
  const { panel } = await readInputs(settings, hooks);
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const withOperation = async (operation: OpenedOperation) =>
    work(await storedInputs({ settings, retraining, panel, now }, operation, hooks));
  const withoutOperation = () => work({ place: retraining, panel, others: { now } });
  if (opened !== undefined) return withOperation(opened);
  if (settings.store === undefined) return withoutOperation();
  const done = await readOperation(settings, async (operation) => ({ result: await withOperation(operation) }));
  return done === undefined ? withoutOperation() : done.result;
}

interface Known {
  readonly settings: RetrainingInputSettings;
  readonly retraining: OpenedRetraining;
  readonly panel: DailyPanel;
  readonly now: number;
}

/**
 * What a run that is under way goes on with, without the results: the policy with registry and record, the evidence of the ledger,
 * and whether somebody has paused the automation.
 *
 * @throws DqsError as `openRetraining`.
 */
export async function retrainingPlace(
  settings: RetrainingSettings,
  hooks: AppHooks,
  operation: OpenedOperation,
): Promise<RetrainingPlace> {
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  return placeWith(await openRetraining(settings, hooks), operation, now);
}

async function placeWith(
  retraining: OpenedRetraining,
  { ledger, notices }: OpenedOperation,
  knownAt: number,
): Promise<RetrainingPlace> {
  const paused = await automationPause(notices);
  return { ...retraining, ...liveEvidence(ledger, retraining.policy, knownAt), paused };
}

async function storedInputs(
  { settings, retraining, panel, now }: Known,
  operation: OpenedOperation,
  hooks: AppHooks,
): Promise<RetrainingInputs> {
  const { ledger, alerting } = operation;
  const knownAt = settings.knownAt ?? now;
  const entries = (await (await openDeliveries(settings)).entries({ knownAt })).filter(isDelivered);
  const alerts = await sourceAlerts(alerting);
  const place = await placeWith(retraining, operation, knownAt);
  return {
    place,
    panel,
    others: {
      now,
      paused: place.paused,
      ...(await monitoredFacts(settings, retraining, operation, knownAt, hooks)),
      openIngestIncidents: openTrouble(panel, entries, alerts, knownAt),
    },
    excluded: await excludedDays(panel, { ledger, alerting }, alerts, knownAt),
  };
}
