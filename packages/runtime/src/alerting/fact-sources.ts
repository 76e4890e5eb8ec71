import { factsTold, isDelivered } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import type { FactSources } from '@dqs/pipelines';

import { seriesWithFacts } from '../catalog/series-with-facts.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';
import type { OpenedPolicy } from './open-policy.js';

/**
 * Where the facts of ticks up to a time come from: the ledger, the deliveries of the store, and the catalog of the policy with what
 * tools told of series.
 *
 * @throws DqsError `config-invalid` if no store is set, `deliveries-corrupt`.
 */
export async function factSources(
  settings: Settings<'store' | 'graceHours'>,
  ledger: LedgerStore,
  { policy, catalog }: Pick<OpenedPolicy, 'policy' | 'catalog'>,
  until: number,
): Promise<FactSources> {
  const deliveries = await openDeliveries(settings);
  const entries = (await deliveries.entries({ knownAt: until })).filter(isDelivered);
  const facts = await factsTold(openStore(required(settings.store, 'store')), entries);
  return { ledger, policy, catalog, entries, toldOf: seriesWithFacts(facts), graceHours: settings.graceHours };
}
