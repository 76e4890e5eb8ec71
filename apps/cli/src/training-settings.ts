import { DqsError } from '@dqs/core';
import type { TrainOptions } from '@dqs/pipelines';

import type { Settings } from './config.js';
import { readParamsFile } from './params-file.js';

type TrainingSettings = Settings<'train'> | Settings<'backtest'> | Settings<'tune'>;

/**
 * The options of a training from the settings of a command; what is not set is left to the pipeline's defaults.
 *
 * @throws DqsError `config-invalid` where the file of parameters holds something else.
 */
export async function trainingSettings(settings: TrainingSettings): Promise<Partial<TrainOptions>> {
  const { spec, groups, backend, objective, rounds, halfLifeDays, earlyStopping, validationFraction } = settings;
  const { horizon, testFraction, testFrom, seed, threads } = settings;
  const { trainOptions } = await import('@dqs/pipelines');
  const file = settings.params === undefined ? {} : await readParamsFile(settings.params);
  const options: Partial<TrainOptions> = {
    spec: spec ?? file.spec,
    groups: groups as TrainOptions['groups'],
    backend: backend ?? file.backend,
    objective: objective ?? file.objective,
    rounds: rounds ?? file.rounds,
    halfLifeDays: halfLifeDays ?? file.halfLifeDays,
    earlyStopping,
    validationFraction,
    horizon,
    testFraction,
    testFrom,
    seed,
    threads,
    params: { ...file.params, ...settings.param },
    refit: 'refit' in settings ? settings.refit : undefined,
    machines: 'machines' in settings ? machinesOf(settings) : undefined,
  };
  // Wrong options are told before the input is read.
  trainOptions(options);
  return options;
}

/** The machines that train together; both settings or neither. */
function machinesOf({ machines, rank }: Pick<Settings<'train'>, 'machines' | 'rank'>): TrainOptions['machines'] {
  if (machines === undefined && rank === undefined) return undefined;
  if (machines !== undefined && rank !== undefined) return { addresses: machines, rank };
  throw new DqsError(
    'config-invalid',
    `expected both --machines and --rank, got ${machines ? 'no --rank' : 'no --machines'}`,
  );
}
