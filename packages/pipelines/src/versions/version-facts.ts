import type { ContractFeature } from '@dqs/features';
import type { VersionFacts } from '@dqs/registry';

import type { Manifest } from '../bundle/manifest.js';
import { sha256 } from '../bundle/write-bundle.js';
import type { SegmentScores } from '../evaluate/scores.js';
import { recordedGates } from './recorded-gates.js';

/**
 * The facts that a registry needs about a bundle. Callers rely on the names, order and kinds of its features and on its
 * horizon; categories may change with every training. Its recipe is its feature spec, backend and objective.
 */
export function versionFacts(manifest: Manifest): VersionFacts {
  const { contract, horizon, backend, objective, pointRule, params, rounds, seed, data, evaluation } = manifest;
  const { spec, version, groups, features, digest } = contract;
  const all = evaluation?.scores[0];
  return {
    contractDigest: contractDigest({ features, horizon }),
    methodDigest: digestOf({ spec, version, groups, digest, backend, objective, pointRule }),
    lineage: {
      dataFingerprint: data.fingerprint,
      codeVersion: `dqs ${manifest.versions['dqs'] ?? 'unknown'}`,
      parameters: { ...params, rounds, halfLifeDays: manifest.training.halfLifeDays },
      seed,
    },
    validation: all
      ? {
          error: all.model.mae,
          naiveError: all.naive[all.bestNaive]?.mae ?? null,
          ...crpsOf(all),
          rows: all.rows,
        }
      : null,
    metadata: {
      createdAt: manifest.createdAt,
      backend,
      objective,
      spec,
      features: features.length,
      horizon,
      training: manifest.training,
      data,
      refit: manifest.refit,
      skill: all?.skill ?? null,
      gates: recordedGates(manifest),
      versions: manifest.versions,
    },
  };
}

/** What callers of a model rely on. */
interface Relied {
  readonly features: readonly Pick<ContractFeature, 'name' | 'kind'>[];
  readonly horizon: number;
  /** What features of the same names mean, where they do not mean what they did. */
  readonly meaning?: string;
}

/** The digest of a contract, by which two versions are compared: the names, order and kinds of the features, and the horizon. */
export function contractDigest({ features, ...others }: Relied): string {
  return digestOf({ features: features.map(({ name, kind }) => [name, kind]), ...others });
}

/** CRPS of the model and of the best naive distribution; nothing where an older version did not measure them. */
function crpsOf({ distribution }: SegmentScores) {
  if (distribution === undefined) return {};
  const { model, naive, bestNaive } = distribution;
  return { crps: model.crps, naiveCrps: naive[bestNaive]?.crps ?? null };
}

function digestOf(value: unknown): string {
  return sha256(JSON.stringify(value));
}
