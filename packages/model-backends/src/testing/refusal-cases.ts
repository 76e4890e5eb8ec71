import { ok, rejects } from 'node:assert/strict';

import { DqsError } from '@dqs/core';

import type { ModelBackend, TrainingSet, TrainRequest } from '../backend.js';
import { hasCode, requestOf, withModel, type ContractCase, type ContractOptions } from './contract-case.js';
import { frameOf, sampleTrainingSet } from './sample-data.js';

/** The input that a training refuses, for backends that train. */
export const REFUSAL_CASES: readonly ContractCase[] = [
  { title: 'refuses invalid targets, weights, features and rounds', run: wrongNumbers },
  { title: 'trains on one row or says why not, and refuses zero rows', run: tinySets },
  { title: 'an unknown parameter is refused by name', run: unknownParameter },
];

async function wrongNumbers(backend: ModelBackend, options?: ContractOptions) {
  const refused = async (what: string, changes: Partial<TrainRequest>) =>
    rejects(
      backend.train(requestOf(backend, options, changes)),
      hasCode('invalid-argument'),
      `${what} should be refused`,
    );
  const wrong = (of: (set: TrainingSet) => Float32Array, value: number) => {
    const train = sampleTrainingSet(100, 4);
    of(train)[57] = value;
    return { train };
  };
  for (const value of [Infinity, -Infinity, Number.NaN, -0.01, 1.01]) {
    await refused(
      `the target ${value}`,
      wrong(({ target }) => target, value),
    );
  }
  for (const value of [Infinity, Number.NaN, -1])
    await refused(
      `the weight ${value}`,
      wrong(({ weight }) => weight, value),
    );
  for (const value of [Infinity, -Infinity]) {
    await refused(
      `the number ${value}`,
      wrong(({ frame }) => frame.columns[3]!.values, value),
    );
    await refused(
      `the category ${value}`,
      wrong(({ frame }) => frame.columns[0]!.values, value),
    );
    await refused(`the number ${value} in the validation`, { validation: wrong(({ target }) => target, value).train });
  }
  const sample = sampleTrainingSet(100, 4);
  await refused('weights of 0', { train: { ...sample, weight: new Float32Array(100) } });
  await refused('too few targets', { train: { ...sample, target: sample.target.slice(1) } });
  for (const rounds of [-1, 1.5, Number.NaN, Infinity]) await refused(`${rounds} rounds`, { rounds });
}

async function tinySets(backend: ModelBackend, options?: ContractOptions) {
  const refused = hasCode('model-training-failed', 'not-enough-history');
  const none = new Float32Array(0);
  const empty = { frame: frameOf(none, none, none, none, none, none), target: none, weight: none };
  await rejects(backend.train(requestOf(backend, options, { train: empty })), refused);
  try {
    const train = sampleTrainingSet(1, 2);
    await withModel(backend.train(requestOf(backend, options, { train })), (model) => {
      const [forecast] = model.predict(train.frame);
      ok(forecast! >= 0 && forecast! <= 1, `expected a fraction from a model of one row, got ${forecast}`);
    });
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    ok(refused(error), `expected a model of one row or a reason, got ${error.code}`);
  }
}

async function unknownParameter(backend: ModelBackend, options?: ContractOptions) {
  const params = { ...options?.params, no_such_parameter: 1 };
  await rejects(
    backend.train(requestOf(backend, options, { params })),
    (error) => hasCode('invalid-argument')(error) && (error as Error).message.includes('no_such_parameter'),
  );
}
