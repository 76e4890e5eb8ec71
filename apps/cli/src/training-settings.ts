import { readFile } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import type { TrainOptions } from '@dqs/pipelines';

import type { Settings } from './config.js';

type TrainingSettings = Settings<'train'> | Settings<'backtest'>;
type Params = TrainOptions['params'];

/**
 * The options of a training from the settings of a command; what is not set is left to the pipeline's defaults.
 *
 * @throws DqsError `config-invalid` where the file of parameters does not hold an object.
 */
export async function trainingSettings(settings: TrainingSettings): Promise<Partial<TrainOptions>> {
  const { spec, groups, backend, objective, rounds, halfLifeDays, earlyStopping, validationFraction } = settings;
  const { horizon, testFraction, testFrom, seed, threads } = settings;
  const { trainOptions } = await import('@dqs/pipelines');
  const fromFile = settings.params === undefined ? {} : await readParams(settings.params);
  const options: Partial<TrainOptions> = {
    spec,
    groups: groups as TrainOptions['groups'],
    backend,
    objective,
    rounds,
    halfLifeDays,
    earlyStopping,
    validationFraction,
    horizon,
    testFraction,
    testFrom,
    seed,
    threads,
    params: { ...fromFile, ...settings.param },
    refit: 'refit' in settings ? settings.refit : undefined,
  };
  // Wrong options are told before the input is read.
  trainOptions(options);
  return options;
}

async function readParams(path: string): Promise<Params> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new DqsError('config-invalid', `expected a JSON file of parameters at ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Params;
  throw new DqsError('config-invalid', `expected an object of parameters in ${path}, such as {"num_leaves": 31}`);
}
