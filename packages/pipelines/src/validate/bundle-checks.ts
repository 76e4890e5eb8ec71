import { compareText, DQS_VERSION, parseDay, type DailyPanel, type GateCheck } from '@dqs/core';
import {
  featureSpec,
  fitContract,
  groupsOfContract,
  type ContractFeature,
  type FeatureContract,
  type SeriesHistory,
} from '@dqs/features';
import { metadataChecks, profileOf, recomputedProfileCheck, type NamedFeature } from '@dqs/validation';

import type { Manifest } from '../bundle/manifest.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { historyFingerprint } from '../bundle/write-bundle.js';
import { pointRuleFor } from '../forecast/point-forecast.js';
import type { DaySpan } from '../train/split.js';
import { trainingSet } from '../train/training-set.js';

/** A bundle with its own history, opened once. */
export interface OpenedBundle {
  readonly bundle: LoadedBundle;
  readonly panel: DailyPanel;
  readonly history: SeriesHistory;
}

/** Days that a bundle's model learned from. */
export function trainingSpan({ training }: Pick<Manifest, 'training'>): DaySpan {
  return { from: parseDay(training.from)!, to: parseDay(training.to)! };
}

/** Everything the manifest states, compared with the model, the history in the bundle and this program. */
export function bundleChecks({ bundle, panel, history }: OpenedBundle): GateCheck[] {
  const { manifest, predictor, profile } = bundle;
  const { contract } = predictor;
  const spec = featureSpec(contract.spec, groupsOfContract(contract));
  const span = trainingSpan(manifest);
  const computed = fitContract(spec, history, { upToDay: span.to });
  return [
    ...metadataChecks({
      contract: namedFeatures(contract.features, contract),
      contractDigest: contract.digest,
      modelColumns: predictor.model.columns,
      computed: { features: namedFeatures(computed.features, contract), digest: spec.digest },
      profile,
      versions: { recorded: manifest.versions, running: { dqs: DQS_VERSION, ...engineVersion(bundle) } },
      fingerprint: { recorded: manifest.data.fingerprint, actual: historyFingerprint(panel) },
      facts: factsOf(bundle, history),
    }),
    recomputedProfileCheck(profile, recomputed({ bundle, history })),
  ];
}

/** Features with datasets named by tenant and uuid; contracts from before tenants were sorted by uuid alone. */
function namedFeatures(features: readonly ContractFeature[], { poolsAcrossTenants }: FeatureContract): NamedFeature[] {
  return features.map(({ name, kind, categories, tenants }) => {
    if (!categories || !tenants) return { name, kind, categories };
    const datasets = categories.map((dataset, i) => JSON.stringify({ dataset, tenant: tenants[i] }));
    return { name, kind, categories: poolsAcrossTenants === true ? datasets.sort(compareText) : datasets };
  });
}

/** The profile of the training days, computed again from the history in the bundle by the code path of prediction. */
function recomputed({ bundle: { manifest, predictor }, history }: Pick<OpenedBundle, 'bundle' | 'history'>) {
  return profileOf(trainingSet(predictor.contract, history, trainingSpan(manifest), manifest.horizon).set);
}

/** The version of the library that runs the model here, under the name the manifest records it by. */
function engineVersion({ manifest, predictor }: LoadedBundle): Record<string, string> {
  const { engine } = predictor.model;
  if (!engine) return {};
  const name = engine.name.toLowerCase();
  // Models that were made elsewhere record no library; one that we trained with LightGBM always does.
  return name in manifest.versions || manifest.backend === 'lightgbm' ? { [name]: engine.version } : {};
}

function factsOf({ manifest, predictor }: LoadedBundle, history: SeriesHistory) {
  const { training, data, horizon, objective, pointRule, backend } = manifest;
  const days = (from: number, to: number) => `${from} to ${to}`;
  return [
    { name: 'point rule', recorded: pointRule.kind, expected: pointRuleFor(objective).kind },
    { name: 'backend', recorded: backend, expected: predictor.model.backend },
    { name: 'horizon', recorded: String(horizon), expected: String(predictor.horizon) },
    { name: 'series', recorded: String(data.series), expected: String(history.series.length) },
    {
      name: 'known days',
      recorded: days(parseDay(data.from)!, parseDay(data.to)!),
      expected: days(history.firstDay, history.lastDay),
    },
    {
      name: 'training within known days',
      recorded: String(training.from >= data.from && training.to <= data.to && training.from <= training.to),
      expected: 'true',
    },
  ];
}
