import { SYSTEM_CLOCK } from '@dqs/core';
import { knownHistory } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import { issueForecasts, issuingHistory, type IssuedForecasts } from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import { openCatalog } from '../catalog/open-catalog.js';
import { targetsOf } from '../forecasts/targets.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';
import { withIssuingVersions, type IssuingSettings } from './issuing-versions.js';

/** The settings of an issue. */
export type IssueSettings = IssuingSettings &
  Settings<'store' | 'issuedDay' | 'asOf' | 'knownAt' | 'again' | 'target' | 'targets' | 'catalog' | 'threads'>;

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
    const known = await knownHistory(openStore(store), store, { knownAt });
    const { issuedDay: day, asOf, threads } = settings;
    const targets = await targetsOf(settings, () => known);
    // Targets that were given by hand come from no catalog.
    const isByHand = settings.target !== undefined || settings.targets !== undefined;
    const catalogDigest = isByHand ? '' : ((await openCatalog(settings))?.digest ?? '');
    const again = settings.again ?? settings.knownAt !== undefined;
    const request = { day, asOf, knownAt, targets, catalogDigest, again, threads };
    return issueForecasts(ledger, issuingHistory(known.panel), versions, request, hooks);
  });
}
