import { readFile } from 'node:fs/promises';

import { didYouMean, DqsError, optionProblem } from '@dqs/core';
import type { TrainOptions, TunedSettings } from '@dqs/pipelines';
import { TRAIN_OPTIONS_SCHEMA } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import { isObject } from '../settings/settings-file.js';

/** What a file of parameters says; flags win over it. */
export type ParamsFile = Partial<TunedSettings>;

const { backend, spec, objective, rounds, halfLifeDays, params, thresholds } = TRAIN_OPTIONS_SCHEMA.shape;
/** The form that `dqs tune` writes. Of a flat object every entry is a parameter of the backend. */
const SETTINGS = z.strictObject({
  // What a file leaves out is not its default: the command line may have more to say.
  backend: z.optional(backend.def.innerType),
  spec: z.optional(spec.def.innerType),
  objective,
  rounds,
  halfLifeDays,
  params: params.def.innerType,
  thresholds: z.optional(thresholds.def.innerType),
});

/**
 * Reads the file of `--params`: an object of parameters in the backend's names, or the settings that `dqs tune` found, in
 * which such an object stands under `params`.
 *
 * @throws DqsError `config-invalid` if the file cannot be read or holds something else.
 */
export async function readParamsFile(path: string): Promise<ParamsFile> {
  const content = await readJson(path);
  if (!isObject(content)) {
    throw new DqsError('config-invalid', `expected an object of parameters in ${path}, such as {"num_leaves": 31}`);
  }
  // No library has a parameter that is an object, so this tells the two forms apart.
  if (!isObject(content['params'])) return { params: content as TrainOptions['params'] };
  const result = SETTINGS.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => optionProblem(issue, unknownSetting)).join('; ');
  throw new DqsError('config-invalid', `invalid settings in ${path}: ${problems}`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new DqsError('config-invalid', `expected a JSON file of parameters at ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function unknownSetting(name: string): string {
  const otherwise = '; parameters of the backend belong under params';
  return `unknown setting "${name}"${didYouMean(name, Object.keys(SETTINGS.shape), otherwise)}`;
}
