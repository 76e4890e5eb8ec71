import { keyId, type SeriesFact, type SummaryKey } from '@dqs/core';
import type { CatalogSeries } from '@dqs/core/catalog';

/** Gives series with what tools tell of them, which a catalog takes where it says nothing itself. */
export function seriesWithFacts(facts: readonly SeriesFact[] = []): (key: SummaryKey) => CatalogSeries {
  const known = new Map(facts.map((fact) => [keyId(fact), fact]));
  return (key) => ({ ...known.get(keyId(key)), ...key });
}
