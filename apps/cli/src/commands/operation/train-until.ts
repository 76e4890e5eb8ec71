import { formatDay, PanelBuilder, type DailyPanel } from '@dqs/core';
import { closePredictor, trainModel, writeBundle } from '@dqs/pipelines';
import type { AppHooks } from '@dqs/runtime';

/**
 * Trains a model on all days of a history before one, and writes its bundle. It is dated by the history, so that the same days give
 * the same version whenever it is trained.
 *
 * @throws DqsError as `trainModel` and `writeBundle`.
 */
export async function trainUntil(
  path: string,
  panel: DailyPanel,
  day: number,
  options: Parameters<typeof trainModel>[1],
  hooks: AppHooks,
): Promise<void> {
  const builder = new PanelBuilder();
  builder.addPanel(panel, (one) => one < day);
  const clock = { now: () => Date.parse(formatDay(day)) };
  const trained = await trainModel(builder.build(), { refit: true, ...options }, { ...hooks, clock });
  try {
    await writeBundle(path, trained.bundle);
  } finally {
    closePredictor(trained.predictor);
  }
}
