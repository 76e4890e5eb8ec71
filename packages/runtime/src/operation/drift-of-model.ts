import { featureMeanings } from '@dqs/features';
import { knownHistory } from '@dqs/ingestion';
import { featureDrift, trainingResults, type MonitoringRequest } from '@dqs/pipelines';

import { withModel } from '../models/open-model.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';

/** What monitoring compares with the training of a model. */
export interface DriftSources extends Pick<MonitoringRequest, 'trainingResults' | 'features'> {
  /** The model, for output; undefined without one. */
  readonly name?: string;
  /** What its features are, by their names. */
  readonly meanings?: ReadonlyMap<string, string>;
}

/**
 * Hands the work what drift from the training of a model is looked for in: the results of its training days, and the features of
 * later days, from the results that the store of deliveries knew at a time. Nothing if no model is set.
 *
 * @throws DqsError as `openModel`; `config-invalid` for a model without a store.
 */
export function withDriftOfModel<T>(
  settings: Settings<'driftModel' | 'registry' | 'store'>,
  knownAt: number,
  work: (sources: DriftSources) => Promise<T>,
): Promise<T> {
  const { driftModel: model } = settings;
  if (model === undefined) return work({});
  const store = required(settings.store, 'store');
  return withModel(model, settings, ({ bundle, name }) =>
    work({
      name,
      meanings: featureMeanings(bundle.predictor.contract),
      trainingResults: trainingResults(bundle),
      features: async (days) => {
        const { panel } = await knownHistory(openStore(store), store, { knownAt });
        return featureDrift(bundle, panel, days);
      },
    }),
  );
}
