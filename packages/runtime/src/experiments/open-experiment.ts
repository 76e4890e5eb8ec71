import { Experiment, FileExperimentStore, type ExperimentStore } from '@dqs/experiments';

import { orDefault } from '../settings/names.js';

/** The settings that tell where experiments are. */
export interface ExperimentPlace {
  readonly experiments?: string;
}

/** The store of the experiments. Nothing is made before something is written. */
export function openExperimentStore({ experiments }: ExperimentPlace): ExperimentStore {
  return new FileExperimentStore(orDefault(experiments, 'experiments'));
}

/** The experiment of that name, with its store. */
export async function openExperiment(
  name: string,
  place: ExperimentPlace,
): Promise<{ readonly store: ExperimentStore; readonly experiment: Experiment }> {
  const store = openExperimentStore(place);
  return { store, experiment: await Experiment.open(store, name) };
}
