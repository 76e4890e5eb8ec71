import { readFile } from 'node:fs/promises';

import { DqsError, throwIfAborted } from '@dqs/core';

import type { ModelBackend, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { columnsOf } from '../columns.js';
import { checkParameters, oneOfRule, type ParameterRule, type ParameterRules } from '../parameters.js';
import { assertSupported } from '../supported.js';
import { ONNX } from './descriptor.js';
import { onnxCheck } from './self-check.js';
import { loadOnnxModel, OnnxModel, type OnnxOptions } from './onnx-model.js';

const TEXT: ParameterRule = { expected: 'a text', fits: (value) => typeof value === 'string' && value !== '' };

const RULES: ParameterRules = {
  backend: 'onnx',
  known: { model: TEXT, output: TEXT, scale: oneOfRule('fraction', 'percentage') },
};

/**
 * Models that were trained elsewhere, a scikit-learn pipeline say, and exported to ONNX. It cannot train: `train` takes
 * the file of the parameter `model`, checks it against the columns and gives it as it is. `output` names the output to
 * read, `scale` its unit. The objective says what the model forecasts: a mean (`l2`) or a median (`l1`).
 */
export const ONNX_BACKEND: ModelBackend = {
  ...ONNX,
  async train(request) {
    throwIfAborted(request.signal);
    const { model, ...options } = checkParameters(RULES, request.params);
    if (typeof model !== 'string') throw cannotTrain(request);
    return new OnnxModel(await readModel(model), columnsOf(request.train.frame), optionsOf(options));
  },
  async load(files) {
    return loadOnnxModel(files);
  },
  selfCheck: onnxCheck,
};

function cannotTrain(request: TrainRequest): unknown {
  try {
    assertSupported(ONNX_BACKEND, request);
  } catch (cause) {
    const hint = 'pass a model file: --param model=model.onnx';
    return new DqsError('model-backend-unsupported', `${(cause as Error).message}; ${hint}`, { cause });
  }
  return undefined;
}

function optionsOf({ output, scale = 'fraction' }: Readonly<Record<string, ParameterValue>>): OnnxOptions {
  return { ...(output === undefined ? {} : { output: String(output) }), scale: scale as OnnxOptions['scale'] };
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DqsError('input-not-found', `expected an ONNX model at ${path}: ${(cause as Error).message}`, { cause });
  }
}
