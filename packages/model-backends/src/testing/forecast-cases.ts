import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';

import type { FeatureFrame } from '@dqs/core';

import type { FittedModel, ModelBackend } from '../backend.js';
import {
  FEW_ROWS,
  hasCode,
  SAMPLE,
  sampleModel,
  withModel,
  type ContractCase,
  type ContractOptions,
} from './contract-case.js';
import { frameOf, headOf, tiledFrame } from './sample-data.js';

/** The promises of a forecast of any model. */
export const FORECAST_CASES: readonly ContractCase[] = [
  { title: 'forecasts one fraction in [0, 1] for every row', run: onModel(forecastsFractions) },
  { title: 'forecasts a single row like among many, and accepts no rows', run: onModel(oneRowAsAmongMany) },
  { title: 'forecasts a million rows like a few', run: onModel(aMillionRows) },
  { title: 'forecasts rows that share columns like whole rows', run: onModel(rowsOfGroups) },
  { title: 'forecasts rows with all numbers missing', run: onModel(missingRows) },
  { title: 'treats unseen categories like missing ones', run: onModel(unseenCategories) },
  { title: 'returns a separate array to every caller', run: onModel(ownArrays) },
  { title: 'forecasts the same bits on any number of threads', run: onModel(anyThreads) },
  { title: 'forecasts the same bits while other models are loaded, used and trained', run: concurrently },
  { title: 'refuses columns that differ in number, order, name or kind', run: onModel(wrongColumns) },
];

function onModel(check: (model: FittedModel) => Promise<void> | void) {
  return (backend: ModelBackend, options?: ContractOptions) => withModel(sampleModel(backend, options), check);
}

function forecastsFractions(model: FittedModel) {
  const forecasts = model.predict(SAMPLE.frame);
  ok(forecasts instanceof Float64Array || Object.prototype.toString.call(forecasts) === '[object Float64Array]');
  strictEqual(forecasts.length, SAMPLE.frame.rows);
  ok(
    forecasts.every((value) => value >= 0 && value <= 1),
    'every forecast should be a fraction in [0, 1]',
  );
  ok(new Set(forecasts).size > 10, 'forecasts should differ between rows');
}

function oneRowAsAmongMany(model: FittedModel) {
  const all = model.predict(SAMPLE.frame);
  strictEqual(model.predict(headOf(SAMPLE.frame, 1))[0], all[0]);
  deepStrictEqual(model.predict(headOf(SAMPLE.frame, 77)), all.slice(0, 77));
  strictEqual(model.predict(headOf(SAMPLE.frame, 0)).length, 0);
}

function rowsOfGroups(model: FittedModel) {
  const { rows, columns } = SAMPLE.frame;
  const groups = Math.ceil(rows / 3);
  const offsets = Int32Array.from({ length: groups + 1 }, (_, group) => Math.min(rows, 3 * group));
  const shared = columns.slice(2).map((column) => ({ ...column, values: column.values.slice(0, groups) }));
  const own = { rows, columns: columns.slice(0, 2) };
  const whole = shared.map((column) => ({
    ...column,
    values: Float32Array.from({ length: rows }, (_, row) => column.values[Math.floor(row / 3)]!),
  }));
  const found = model.predictGroups?.(own, { rows: groups, columns: shared }, offsets, 2);
  if (found) deepStrictEqual(found, model.predict({ rows, columns: [...own.columns, ...whole] }));
}

const MILLION = 1_000_000;

function aMillionRows(model: FittedModel) {
  const few = model.predict(SAMPLE.frame);
  const many = model.predict(tiledFrame(SAMPLE.frame, MILLION));
  strictEqual(many.length, MILLION);
  ok(
    many.every((value, row) => Object.is(value, few[row % SAMPLE.frame.rows])),
    'a row should get the same forecast at any position',
  );
}

function missingRows(model: FittedModel) {
  const missing = Float32Array.of(Number.NaN);
  const [forecast] = model.predict(frameOf(missing, missing, missing, missing, missing, missing));
  ok(forecast! >= 0 && forecast! <= 1, `expected a fraction for a row without any number, got ${forecast}`);
}

function unseenCategories(model: FittedModel) {
  const of = (value: number) => Float32Array.of(value);
  const unseen = frameOf(of(1000), of(1000), of(50), of(50), of(50), of(50));
  const missing = frameOf(of(Number.NaN), of(Number.NaN), of(50), of(50), of(50), of(50));
  deepStrictEqual(model.predict(unseen), model.predict(missing));
}

function ownArrays(model: FittedModel) {
  const first = model.predict(FEW_ROWS);
  const copy = first.slice();
  model.predict(reversed(FEW_ROWS));
  deepStrictEqual(first, copy, 'a later call changed the result of an earlier one');
  first.fill(-1);
  deepStrictEqual(model.predict(FEW_ROWS), copy, 'changes of a caller to a result were visible to another');
}

function anyThreads(model: FittedModel) {
  const one = model.predict(SAMPLE.frame, 1);
  for (const threads of [2, 3, 0]) deepStrictEqual(model.predict(SAMPLE.frame, threads), one);
}

async function concurrently(backend: ModelBackend, options: ContractOptions = {}) {
  await withModel(sampleModel(backend, options), async (model) => {
    const expected = model.predict(SAMPLE.frame);
    const ask = async (asked: FittedModel) => {
      for (let turn = 0; turn < 5; turn += 1) {
        await new Promise((done) => setImmediate(done));
        deepStrictEqual(asked.predict(SAMPLE.frame), expected);
      }
    };
    const other = async (made: Promise<FittedModel>) => withModel(made, ask);
    const files = model.save();
    await Promise.all([ask(model), ask(model), other(backend.load(files)), other(sampleModel(backend, options))]);
  });
}

function wrongColumns(model: FittedModel) {
  const { rows, columns } = SAMPLE.frame;
  const renamed = columns.map((column, i) => (i === 3 ? { ...column, name: 'mean_last_8' } : column));
  const another = columns.map((column, i) => (i === 0 ? { ...column, kind: 'numeric' as const } : column));
  for (const wrong of [columns.slice(1), [...columns, columns[0]!], [...columns].reverse(), renamed, another]) {
    const frame: FeatureFrame = { rows, columns: wrong };
    throws(() => model.predict(frame), hasCode('feature-mismatch'));
    if (model.contributions) throws(() => model.contributions!(frame), hasCode('feature-mismatch'));
  }
}

function reversed({ rows, columns }: FeatureFrame): FeatureFrame {
  return { rows, columns: columns.map((column) => ({ ...column, values: column.values.slice().reverse() })) };
}
