import { encodePanel, type DailyPanel } from '@dqs/core';

import type { LoadedBundle, trainModel } from '../../src/index.js';

/** What was trained as if it had been written and loaded again. */
export function loadedInMemory(
  { bundle, predictor }: Awaited<ReturnType<typeof trainModel>>,
  panel: DailyPanel,
): LoadedBundle {
  const { manifest, profile } = bundle;
  return {
    manifest: { ...manifest, files: {} },
    predictor,
    profile,
    history: () => panel,
    historyBytes: () => encodePanel(panel),
  };
}
