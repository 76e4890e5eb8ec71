import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { ModelBackend } from '../backend.js';
import {
  filesOf,
  hasCode,
  requestOf,
  SAMPLE,
  withModel,
  type ContractCase,
  type ContractOptions,
} from './contract-case.js';
import { REFUSAL_CASES } from './refusal-cases.js';
import { certainSet, headOf, repeatedRows, sampleTrainingSet, twoGroups } from './sample-data.js';

/** The promises of a training. A backend that cannot train keeps them by declaring so. */
export const LEARNING_CASES: readonly ContractCase[] = [
  { title: 'trains exactly if declared', run: trainsIffDeclared },
  ...whereTrained([
    { title: 'the same data and seed give the same model bytes on any number of threads', run: sameBytes },
    { title: 'concurrent trainings give the same bytes as single ones', run: trainingsTogether },
    { title: 'a row of weight 3 counts like three such rows, if weights are declared', run: weights },
    { title: 'every declared objective trains, any other is refused', run: objectives },
    { title: 'leaves the training data unchanged', run: untouchedData },
    { title: 'forecasts 100 % if nothing ever failed, and 0 % if nothing ever passed', run: certainHistories },
    ...REFUSAL_CASES,
  ]),
];

/** Cases that only a backend with the capability `training` has to pass. */
export function whereTrained(cases: readonly ContractCase[]): ContractCase[] {
  return cases.map(({ title, run }) => ({
    title,
    run: async (backend, options) => (backend.capabilities.training ? run(backend, options) : undefined),
  }));
}

async function trainsIffDeclared(backend: ModelBackend, options?: ContractOptions) {
  const training = backend.train(requestOf(backend, options));
  if (!backend.capabilities.training) return rejects(training, hasCode('model-backend-unsupported'));
  return withModel(training, (model) => {
    strictEqual(model.backend, backend.name);
    deepStrictEqual(
      model.columns.map(({ name, kind }) => ({ name, kind })),
      SAMPLE.frame.columns.map(({ name, kind }) => ({ name, kind })),
    );
    const { training } = model;
    // A package in plain JavaScript is not type-checked.
    ok(training !== undefined, 'expected a trained model to say how it was trained');
    ok(Number.isInteger(training.rounds) && training.rounds >= 1, `expected rounds from 1, got ${training.rounds}`);
    deepStrictEqual(JSON.parse(JSON.stringify(training)), { ...training }, 'the facts of a training are JSON');
  });
}

async function sameBytes(backend: ModelBackend, options?: ContractOptions) {
  const models = [
    await backend.train(requestOf(backend, options)),
    await backend.train(requestOf(backend, options, { threads: 2 })),
    await backend.train(requestOf(backend, options, { threads: 2, sharedBy: 2 })),
  ];
  for (const model of models.slice(1)) deepStrictEqual(filesOf(model), filesOf(models[0]!));
  deepStrictEqual(models[2]!.training, models[1]!.training);
  for (const model of models) model.close();
}

async function trainingsTogether(backend: ModelBackend, options?: ContractOptions) {
  const other = sampleTrainingSet(1500, 23);
  const train = (set = SAMPLE) => backend.train(requestOf(backend, options, { train: set }));
  const alone = await train();
  const [together, another] = await Promise.all([train(), train(other)]);
  deepStrictEqual(filesOf(together), filesOf(alone));
  for (const model of [alone, together, another]) model.close();
}

/** Forests draw their rows at random, so the two trainings are alike and not the same; ignoring weights is 0.3 off. */
const WEIGHT_TOLERANCE = 0.06;

export async function weights(backend: ModelBackend, options?: ContractOptions) {
  const weighted = twoGroups([3, 1]);
  const repeated = repeatedRows(weighted);
  const plain = { ...weighted, weight: weighted.weight.map(() => 1) };
  const forecasts: Float64Array[] = [];
  for (const train of [weighted, repeated, plain]) {
    await withModel(backend.train(requestOf(backend, options, { train })), (model) => {
      forecasts.push(model.predict(headOf(weighted.frame, 8)));
    });
  }
  const [byWeight, byRows, unweighted] = forecasts as [Float64Array, Float64Array, Float64Array];
  const gap = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, row) => Math.abs(value - b[row]!)));
  if (backend.capabilities.weights) {
    ok(gap(byWeight, byRows) < WEIGHT_TOLERANCE, `weights and repeated rows differ by ${gap(byWeight, byRows)}`);
    ok(gap(byWeight, unweighted) > WEIGHT_TOLERANCE, 'weights are declared, and make no difference');
  } else ok(gap(byWeight, unweighted) === 0, 'weights are not declared, and make a difference');
}

const OBJECTIVES = ['cross-entropy', 'l2', 'l1'] as const;

async function objectives(backend: ModelBackend, options?: ContractOptions) {
  ok(backend.capabilities.objectives.length > 0, 'a backend that trains has an objective');
  for (const objective of OBJECTIVES) {
    const training = backend.train(requestOf(backend, options, { objective }));
    if (backend.capabilities.objectives.includes(objective)) {
      await withModel(training, (model) => {
        ok(model.predict(SAMPLE.frame).every((value) => value >= 0 && value <= 1));
      });
    } else await rejects(training, hasCode('model-backend-unsupported'));
  }
}

async function untouchedData(backend: ModelBackend, options?: ContractOptions) {
  const train = sampleTrainingSet(400, 3);
  await withModel(backend.train(requestOf(backend, options, { train })), (model) => {
    model.predict(train.frame);
    deepStrictEqual(train, sampleTrainingSet(400, 3));
  });
}

/** A forecast whose log odds are infinite stops a millionth short. */
const CERTAIN_TOLERANCE = 1e-5;

async function certainHistories(backend: ModelBackend, options?: ContractOptions) {
  for (const outcome of [1, 0]) {
    const train = certainSet(800, outcome);
    for (const objective of backend.capabilities.objectives) {
      await withModel(backend.train(requestOf(backend, options, { train, objective })), (model) => {
        const [forecast] = model
          .predict(headOf(train.frame, 50))
          .sort((a, b) => Math.abs(b - outcome) - Math.abs(a - outcome));
        ok(
          Math.abs(forecast! - outcome) < CERTAIN_TOLERANCE,
          `expected ${outcome} under ${objective}, got ${forecast}`,
        );
      });
    }
  }
}
