import { EXTENDED_GROUPS, featureSpec, groupsOfContract, type FeatureContract } from '@dqs/features';
import type { Registry } from '@dqs/registry';

import { BUNDLE_FILES, type Manifest } from '../../bundle/manifest.js';
import { parseManifest } from '../../bundle/parse-manifest.js';
import type { TrainOptions } from '../../train/options.js';
import { contractDigest } from '../../versions/version-facts.js';

/** The recipe of a champion: what its manifest says of how it was made. */
export function recipeOf({ contract, backend, objective, rounds, training, horizon, seed }: Manifest): TrainOptions {
  const groups = groupsNow(contract);
  const features = { spec: contract.spec, ...(groups && { groups }) };
  return { ...features, backend, objective, rounds, halfLifeDays: training.halfLifeDays, horizon, seed };
}

/**
 * The digest of the features that a training by a champion's recipe would compute now: that of its own contract, unless this program
 * has other features or computes them otherwise.
 *
 * @param reference the champion, such as `orders@1.2.0`.
 * @throws DqsError `bundle-invalid` for a version that is no bundle; as `Registry.load` and `groupsOfContract`.
 */
export async function contractDigestNow(registry: Registry, reference: string): Promise<string> {
  const { files } = await registry.load(reference);
  const text = Buffer.from(files.get(BUNDLE_FILES.manifest) ?? []).toString('utf8');
  const { contract, horizon } = parseManifest(text, reference);
  const now = featureSpec(contract.spec, groupsNow(contract));
  return now.digest === contract.digest
    ? contractDigest({ features: contract.features, horizon })
    : contractDigest({ features: now.features, horizon, meaning: now.digest });
}

/**
 * The groups that somebody chose. Those that an older program had by default are the first ones of today's; undefined stands for the
 * default of this program, so that what has come since takes part.
 */
function groupsNow(contract: FeatureContract): TrainOptions['groups'] {
  const { spec, groups, customGroups = [] } = contract;
  const isChosen = customGroups.length > 0 || (spec === 'extended' && groups.length === 0);
  const wasDefault = !isChosen && groups.every((group, i) => group === EXTENDED_GROUPS[i]);
  return wasDefault ? undefined : (groupsOfContract(contract) as TrainOptions['groups']);
}
