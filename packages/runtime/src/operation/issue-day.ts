import { SYSTEM_CLOCK } from '@dqs/core';
import { knownHistory } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import {
  backfillForecasts,
  issueForecasts,
  issuingHistory,
  type BackfilledForecasts,
  type IssuedForecasts,
} from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import { openCatalog } from '../catalog/open-catalog.js';
import { targetsOf } from '../forecasts/targets.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';
import { withIssuingVersions, type IssuingSettings } from './issuing-versions.js';

type TargetSettings = Settings<'target' | 'targets' | 'catalog' | 'threads'>;

/** The settings of an issue. */
export type IssueSettings = IssuingSettings &
  TargetSettings &
  Settings<'store' | 'issuedDay' | 'asOf' | 'knownAt' | 'again'>;

/**
 * Issues the forecasts of a day into a ledger: from the results that the store of deliveries knew at `--known-at`, by the version in
 * production, the one before it while it is in shadow, and the naive forecast.
 *
 * A time that is named is taken as it is: the forecasts are those that would have been made then. Without one it is now, and what
 * the same version has forecast for the day already stays.
 *
 * @throws DqsError `input-empty` if nothing had arrived, and as `withIssuingVersions`, `issueForecasts`, `targetsOf`.
 */
export async function issueDay(
  settings: IssueSettings,
  ledger: LedgerStore,
  hooks: AppHooks,
): Promise<IssuedForecasts> {
  const store = required(settings.store, 'store');
  const knownAt = settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now();
  return withIssuingVersions(settings, ledger, async (versions) => {
    const { history, ...common } = await knownForIssue(settings, store, knownAt);
    const { issuedDay: day, asOf } = settings;
    const again = settings.again ?? settings.knownAt !== undefined;
    return issueForecasts(ledger, history, versions, { ...common, day, asOf, again }, hooks);
  });
}

/** The settings of a backfill. */
export type BackfillSettings = IssuingSettings & TargetSettings & Settings<'store' | 'backfillFrom' | 'simulatedTo'>;

/**
 * Puts the backtest of the version in production, or another, into a ledger: the days after its training, each forecast from the
 * results before it that the store of deliveries knows now.
 *
 * @throws DqsError as {@link issueDay} and `backfillForecasts`.
 */
export async function backfillDays(
  settings: BackfillSettings,
  ledger: LedgerStore,
  hooks: AppHooks,
): Promise<BackfilledForecasts> {
  const store = required(settings.store, 'store');
  const knownAt = (hooks.clock ?? SYSTEM_CLOCK).now();
  return withIssuingVersions(settings, ledger, async ([version]) => {
    const { history, ...common } = await knownForIssue(settings, store, knownAt);
    const { backfillFrom: from, simulatedTo: to } = settings;
    return backfillForecasts(ledger, history, version!, { ...common, from, to }, hooks);
  });
}

/** What forecasts are issued from: the results known at a time, with the targets as set today. */
async function knownForIssue(settings: TargetSettings, store: string, knownAt: number) {
  const known = await knownHistory(openStore(store), store, { knownAt });
  const targets = await targetsOf(settings, () => known);
  // Targets that were given by hand come from no catalog.
  const isByHand = settings.target !== undefined || settings.targets !== undefined;
  const catalogDigest = isByHand ? '' : ((await openCatalog(settings))?.digest ?? '');
  return { history: issuingHistory(known.panel), knownAt, targets, catalogDigest, threads: settings.threads };
}
