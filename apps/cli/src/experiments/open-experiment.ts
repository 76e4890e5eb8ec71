import type { Experiment, ExperimentStore } from '@dqs/experiments';

import { required } from '../setting-names.js';

/** Folder of the experiments where none is set. */
const DEFAULT_FOLDER = 'experiments';

/** The settings that tell which experiment, and where it is. */
export interface ExperimentSettings {
  readonly experiments?: string;
  readonly experimentName?: string;
}

/** The store that `--experiments` names. Nothing is made before something is written. */
export async function openExperimentStore({
  experiments = DEFAULT_FOLDER,
}: ExperimentSettings): Promise<ExperimentStore> {
  const { FileExperimentStore } = await import('@dqs/experiments');
  return new FileExperimentStore(experiments);
}

/** The experiment that `--name` names, with its store. */
export async function openExperiment(
  settings: ExperimentSettings,
): Promise<{ readonly store: ExperimentStore; readonly experiment: Experiment }> {
  const name = required(settings.experimentName, 'experimentName');
  const { Experiment } = await import('@dqs/experiments');
  const store = await openExperimentStore(settings);
  return { store, experiment: await Experiment.open(store, name) };
}
