import { eBenjaminiHochbergLimit } from '@dqs/core/stats';

/** Hypotheses of a group, such as the pools of a source. */
export interface EvidenceGroup<K> {
  readonly name: string;
  readonly members: readonly { readonly key: K; readonly eValue: number }[];
}

/** What was found in a group. */
export interface FoundGroup<K> {
  readonly name: string;
  /** Mean of its members' e-values, which is an e-value again. */
  readonly eValue: number;
  readonly members: readonly K[];
}

/**
 * From groups down to their members by e-BH: first which groups hold an effect at all, then, only inside those, which members,
 * at the level `q · (groups found / groups)` (Benjamini and Bogomolov, "Selective inference on multiple families of
 * hypotheses", 2014). The expected share of false groups, and the mean over the groups of the expected share of false members,
 * are at most q, whatever the dependence.
 *
 * @param q in (0, 1].
 */
export function descend<K>(groups: readonly EvidenceGroup<K>[], q: number): FoundGroup<K>[] {
  const used = groups.filter(({ members }) => members.length > 0);
  const means = used.map(({ members }) => members.reduce((sum, { eValue }) => sum + eValue, 0) / members.length);
  const limit = eBenjaminiHochbergLimit(means, q);
  const count = means.filter((value) => value >= limit).length;
  return used.flatMap(({ name, members }, i) => {
    if (means[i]! < limit) return [];
    const values = members.map(({ eValue }) => eValue);
    const least = eBenjaminiHochbergLimit(values, (q * count) / used.length);
    return [{ name, eValue: means[i]!, members: members.filter((one) => one.eValue >= least).map(({ key }) => key) }];
  });
}
