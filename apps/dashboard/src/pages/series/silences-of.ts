import { exactGlob } from '@dqs/core/catalog';

/** What of a series a silence can name. */
export interface Silenced {
  readonly dataset: string;
  readonly rule: string;
  readonly tenant: string | null;
  readonly source: string;
}

type Match = Partial<Record<'dataset' | 'rule' | 'tenant' | 'source', string[]>>;

/** What silences match that are about these series and no others: one for each data set, since fields of a silence multiply. */
export function silencesOf(series: readonly Silenced[]): Match[] {
  const byDataset = new Map<string, { readonly first: Silenced; readonly rules: Set<string> }>();
  for (const one of series) {
    const key = JSON.stringify([one.tenant, one.source, one.dataset]);
    const own = byDataset.get(key) ?? { first: one, rules: new Set<string>() };
    byDataset.set(key, own);
    own.rules.add(exactGlob(one.rule));
  }
  return [...byDataset.values()].map(({ first: { dataset, tenant, source }, rules }) => ({
    ...(tenant !== null && { tenant: [exactGlob(tenant)] }),
    ...(source !== '' && { source: [exactGlob(source)] }),
    dataset: [exactGlob(dataset)],
    rule: [...rules],
  }));
}
