import { loadBackend } from '@dqs/model-backends';

import type { Predictor } from '../forecast/predictor.js';
import { distributionFiles, readDistribution } from './distribution-files.js';

/** What a predictor is, but for its models: those are files. Plain data. */
export interface PredictorFacts extends Omit<Predictor, 'model' | 'distribution'> {
  readonly backend: string;
}

/** The files of a predictor's models, each in its library's own format, and of what its distribution needs beside them. */
export function predictorFiles({ model, distribution }: Predictor): ReadonlyMap<string, Uint8Array> {
  return new Map([...model.save(), ...(distribution ? distributionFiles(distribution) : [])]);
}

/**
 * A predictor from its files: the one way, for bundles and for the workers of a batch.
 *
 * @throws DqsError `bundle-corrupt`, `bundle-spec-mismatch`, `model-engine-missing`.
 */
export async function openPredictor(
  files: ReadonlyMap<string, Uint8Array>,
  { backend, ...facts }: PredictorFacts,
): Promise<Predictor> {
  const model = await (await loadBackend(backend)).load(files);
  try {
    const distribution = await readDistribution(files);
    return { ...facts, model, ...(distribution && { distribution }) };
  } catch (error) {
    model.close();
    throw error;
  }
}
