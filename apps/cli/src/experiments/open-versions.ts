import type { ReplayVersion } from '@dqs/pipelines';

import { openModel, type RegistrySettings } from '../open-model.js';

/** Opens versions, hands them to the work in their order, and closes all of them whatever happens. */
export async function withVersions<T>(
  references: readonly string[],
  settings: RegistrySettings,
  work: (versions: readonly ReplayVersion[]) => Promise<T> | T,
): Promise<T> {
  const versions: ReplayVersion[] = [];
  try {
    for (const reference of references) versions.push(await openModel(reference, settings));
    return await work(versions);
  } finally {
    for (const { bundle } of versions) bundle.predictor.model.close();
  }
}
