import { createHash } from 'node:crypto';
import { deepStrictEqual, ok, rejects, strictEqual, throws } from 'node:assert/strict';

import { isDqsError, type ErrorCode } from '@dqs/core';

import type { FittedModel, ModelBackend, TrainRequest } from '../backend.js';
import { frameOf, headOf, sampleTrainingSet } from './sample-data.js';

/** One promise of the contract: a title that reads as a fact, and the check, which throws where it does not hold. */
export interface ContractCase {
  readonly title: string;
  readonly run: (backend: ModelBackend) => Promise<void>;
}

/**
 * The checks every {@link ModelBackend} passes, ours and others'. They use no test runner of their own.
 *
 * @example
 * for (const { title, run } of BACKEND_CONTRACT) it(title, () => run(backend));
 */
export const BACKEND_CONTRACT: readonly ContractCase[] = [
  { title: 'forecasts one fraction in [0, 1] for every row', run: forecastsFractions },
  { title: 'forecasts one row as it does among many', run: oneRowAsAmongMany },
  { title: 'answers rows of which every number is missing', run: missingRows },
  { title: 'answers categories it has never seen', run: unseenCategories },
  { title: 'the same data and seed give the same bytes of model on any number of threads', run: sameBytes },
  { title: 'a saved and loaded model forecasts the same bits', run: saveAndLoad },
  { title: 'refuses columns of another number, order or name', run: wrongColumns },
  { title: 'refuses files that are no model', run: badFiles },
  { title: 'an aborted training rejects with the code aborted', run: aborted },
  { title: 'every declared objective trains', run: objectives },
  { title: 'contributions are there when declared, one per column and a base', run: contributions },
  { title: 'closing twice does no harm', run: closeTwice },
];

const SAMPLE = sampleTrainingSet(2000, 11);

function request(changes: Partial<TrainRequest> = {}): TrainRequest {
  return { train: SAMPLE, objective: 'cross-entropy', rounds: 20, seed: 5, threads: 1, ...changes };
}

async function withModel(backend: ModelBackend, use: (model: FittedModel) => Promise<void> | void): Promise<void> {
  const model = await backend.train(request());
  try {
    await use(model);
  } finally {
    model.close();
  }
}

function forecastsFractions(backend: ModelBackend) {
  return withModel(backend, (model) => {
    const forecasts = model.predict(SAMPLE.frame);
    strictEqual(forecasts.length, SAMPLE.frame.rows);
    ok(forecasts.every((value) => value >= 0 && value <= 1));
    ok(new Set(forecasts).size > 10, 'forecasts should differ between rows');
  });
}

function oneRowAsAmongMany(backend: ModelBackend) {
  return withModel(backend, (model) => {
    const all = model.predict(SAMPLE.frame);
    strictEqual(model.predict(headOf(SAMPLE.frame, 1))[0], all[0]);
    deepStrictEqual(model.predict(headOf(SAMPLE.frame, 77)), all.slice(0, 77));
    strictEqual(model.predict(headOf(SAMPLE.frame, 0)).length, 0);
  });
}

function missingRows(backend: ModelBackend) {
  return withModel(backend, (model) => {
    const missing = Float32Array.of(Number.NaN);
    const [forecast] = model.predict(frameOf(missing, missing, missing, missing, missing, missing));
    ok(forecast! >= 0 && forecast! <= 1);
  });
}

function unseenCategories(backend: ModelBackend) {
  return withModel(backend, (model) => {
    const of = (value: number) => Float32Array.of(value);
    const unseen = frameOf(of(1000), of(1000), of(50), of(50), of(50), of(50));
    const missing = frameOf(of(Number.NaN), of(Number.NaN), of(50), of(50), of(50), of(50));
    deepStrictEqual(model.predict(unseen), model.predict(missing));
  });
}

async function sameBytes(backend: ModelBackend) {
  const models = [await backend.train(request()), await backend.train(request({ threads: 2 }))];
  deepStrictEqual(filesOf(models[0]!), filesOf(models[1]!));
  for (const model of models) model.close();
}

function saveAndLoad(backend: ModelBackend) {
  return withModel(backend, async (model) => {
    const loaded = await backend.load(model.save());
    deepStrictEqual(loaded.predict(SAMPLE.frame), model.predict(SAMPLE.frame));
    deepStrictEqual(loaded.columns, model.columns);
    deepStrictEqual(filesOf(loaded), filesOf(model));
    loaded.close();
  });
}

function wrongColumns(backend: ModelBackend) {
  return withModel(backend, (model) => {
    const { rows, columns } = SAMPLE.frame;
    const renamed = columns.map((column, i) => (i === 3 ? { ...column, name: 'mean_last_8' } : column));
    for (const wrong of [columns.slice(1), [...columns].reverse(), renamed]) {
      throws(() => model.predict({ rows, columns: wrong }), hasCode('feature-mismatch'));
    }
  });
}

async function badFiles(backend: ModelBackend) {
  await rejects(backend.load(new Map()), hasCode('bundle-corrupt'));
}

async function aborted(backend: ModelBackend) {
  await rejects(backend.train(request({ signal: AbortSignal.abort() })), hasCode('aborted'));
}

async function objectives(backend: ModelBackend) {
  for (const objective of backend.capabilities.objectives) {
    const model = await backend.train(request({ objective }));
    ok(model.predict(SAMPLE.frame).every((value) => value >= 0 && value <= 1));
    model.close();
  }
}

function contributions(backend: ModelBackend) {
  return withModel(backend, (model) => {
    strictEqual(model.contributions !== undefined, backend.capabilities.contributions);
    if (!model.contributions) return;
    const frame = headOf(SAMPLE.frame, 50);
    const parts = model.contributions(frame);
    const width = frame.columns.length + 1;
    strictEqual(parts.length, 50 * width);
    const forecasts = model.predict(frame);
    forecasts.forEach((fraction, row) => {
      const logOdds = parts.slice(row * width, (row + 1) * width).reduce((a, b) => a + b, 0);
      // The contributions add up on the scale of log odds; 1e-9 covers the rounding of a few dozen additions.
      ok(Math.abs(1 / (1 + Math.exp(-logOdds)) - fraction) < 1e-9);
    });
  });
}

async function closeTwice(backend: ModelBackend) {
  const model = await backend.train(request());
  model.close();
  model.close();
}

/** A digest by file: a model's text would drown the message of a failed check. */
function filesOf(model: FittedModel): Record<string, string> {
  return Object.fromEntries(
    [...model.save()].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  );
}

function hasCode(code: ErrorCode) {
  return (error: unknown) => isDqsError(error) && error.code === code;
}
