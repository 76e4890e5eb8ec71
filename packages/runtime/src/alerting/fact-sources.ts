import { factsTold, isDelivered } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import type { FactSources } from '@dqs/pipelines';

import { openRegistry } from '../models/open-model.js';
import { seriesWithFacts } from '../catalog/series-with-facts.js';
import { openDeliveries } from '../history/open-deliveries.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';
import type { OpenedPolicy } from './open-policy.js';

/** The settings of facts. */
export type FactSettings = Settings<'store' | 'graceHours' | 'registry'>;

/**
 * Where the facts of ticks up to a time come from: the ledger, the deliveries of the store, and the catalog of the policy with what
 * tools told of series, and the registry.
 *
 * @throws DqsError `config-invalid` if no store is set, `deliveries-corrupt`.
 */
export async function factSources(
  settings: FactSettings,
  ledger: LedgerStore,
  { policy, catalog }: Pick<OpenedPolicy, 'policy' | 'catalog'>,
  until: number,
): Promise<FactSources> {
  const deliveries = await openDeliveries(settings);
  const entries = (await deliveries.entries({ knownAt: until })).filter(isDelivered);
  const facts = await factsTold(openStore(required(settings.store, 'store')), entries);
  const { graceHours } = settings;
  return {
    ledger,
    policy,
    catalog,
    entries,
    toldOf: seriesWithFacts(facts),
    graceHours,
    trainedAt: trainedIn(settings),
  };
}

/** When a version of the registry was trained; undefined for others. */
function trainedIn(settings: FactSettings): NonNullable<FactSources['trainedAt']> {
  return async (model, version) => {
    const registry = await openRegistry(settings);
    if (!(await registry.models()).includes(model)) return undefined;
    const { versions } = await registry.state(model);
    if (!versions.some((one) => one.version === version)) return undefined;
    const { body } = await registry.show(`${model}@${version}`);
    const at = Date.parse(String(body.facts.metadata['createdAt'] ?? ''));
    return Number.isNaN(at) ? undefined : at;
  };
}
