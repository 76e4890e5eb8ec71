import type { FactSources, Targets } from '@dqs/pipelines';

import { catalogTargets } from '../catalog/catalog-targets.js';
import { seriesWithFacts } from '../catalog/series-with-facts.js';
import type { ToldHistory } from '../history/fresh-history.js';
import type { OpenedPolicy } from './open-policy.js';

/** A policy as the facts of its ticks are made by, and the targets that it sets. */
export interface PolicySources extends Pick<FactSources, 'policy' | 'catalog' | 'toldOf'> {
  readonly targets: Targets;
}

/** A policy with what tools told of the series of a history; its catalog sets targets, and its defaults the others. */
export function policySources({ policy, catalog }: OpenedPolicy, history: ToldHistory): PolicySources {
  const targets = { everywhere: policy.target, series: catalogTargets(catalog, history) };
  return { policy, catalog, toldOf: seriesWithFacts(history.facts), targets };
}
