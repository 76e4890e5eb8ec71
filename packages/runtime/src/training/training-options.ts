import { DqsError } from '@dqs/core';
import { trainOptions, type TrainOptions } from '@dqs/pipelines';
import { TRAIN_OPTIONS_SCHEMA } from '@dqs/pipelines/options';

import type { Settings } from '../settings/settings.js';
import type { TRAINING } from '../settings/train.js';
import { featureGroups } from './feature-groups.js';
import { readParamsFile } from './params-file.js';

/** The settings of a training; the last four are not for searches. */
export type TrainingSettings = Settings<(typeof TRAINING)[number] | 'sample' | 'refit' | 'machines' | 'rank'>;

/**
 * The options of a training from settings; what is not set is left to the file of parameters, then to the pipeline.
 *
 * @throws DqsError `config-invalid` where the file of parameters holds something else, or the options do not fit.
 */
export async function trainingOptions(settings: TrainingSettings): Promise<Partial<TrainOptions>> {
  const { param, params, groups: _groups, machines: _machines, rank: _rank, ...own } = settings;
  const groups = await featureGroups(settings);
  const file = params === undefined ? {} : await readParamsFile(params);
  const given = Object.entries(own).filter(
    ([name, value]) => value !== undefined && name in TRAIN_OPTIONS_SCHEMA.shape,
  );
  const options = {
    ...file,
    ...(Object.fromEntries(given) as Partial<TrainOptions>),
    groups,
    params: { ...file.params, ...param },
    machines: machinesOf(settings),
  };
  // Wrong options are told before the input is read.
  trainOptions(options);
  return options;
}

/** The machines that train together; both settings or neither. */
function machinesOf({ machines, rank }: Settings<'machines' | 'rank'>): TrainOptions['machines'] {
  if (machines === undefined && rank === undefined) return undefined;
  if (machines !== undefined && rank !== undefined) return { addresses: machines, rank };
  throw new DqsError(
    'config-invalid',
    `expected both --machines and --rank, got ${machines ? 'no --rank' : 'no --machines'}`,
  );
}
