import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import type { FittedModel, ModelBackend } from '../backend.js';
import {
  FEW_ROWS,
  hasCode,
  meanOf,
  requestOf,
  SAMPLE,
  sampleModel,
  withModel,
  type ContractCase,
  type ContractOptions,
} from './contract-case.js';
import { whereTrained } from './learning-cases.js';
import { categoriesOnly, frameOf, noise } from './sample-data.js';

/** Declared capabilities exist and undeclared ones do not, since callers check before they call. */
export const CAPABILITY_CASES: readonly ContractCase[] = [
  {
    title: 'contributions exist exactly if declared, and add up to the forecast within 1e-9',
    run: contributions,
  },
  ...whereTrained([
    { title: 'categories matter exactly if declared', run: categories },
    { title: 'quantiles are correct if declared, and refused if not', run: quantiles },
    { title: 'training continues from a model if declared, and is refused if not', run: incremental },
  ]),
];

/** Covers the rounding of a few dozen additions. */
const ADDITION_TOLERANCE = 1e-9;

function contributions(backend: ModelBackend, options?: ContractOptions) {
  return withModel(sampleModel(backend, options), (model) => {
    strictEqual(model.contributions !== undefined, backend.capabilities.contributions, 'declared and there disagree');
    strictEqual(model.contributionScale !== undefined, backend.capabilities.contributions, 'the scale has to be told');
    if (!model.contributions) return;
    const parts = model.contributions(FEW_ROWS);
    const width = FEW_ROWS.columns.length + 1;
    strictEqual(parts.length, FEW_ROWS.rows * width);
    const rows = Array.from({ length: FEW_ROWS.rows }, (_, row) => parts.subarray(row * width, (row + 1) * width));
    model.predict(FEW_ROWS).forEach((forecast, row) => {
      const gap = Math.abs(fractionOf(model, rows[row]!) - forecast);
      ok(gap < ADDITION_TOLERANCE, `the contributions of row ${row} miss its forecast by ${gap}`);
    });
    ok(
      rows.some((row) => row.slice(0, -1).some((part) => part !== 0)),
      'all contributions are 0',
    );
    ok(new Set(rows.map((row) => row.at(-1))).size === 1, 'the base value is the same for every row');
  });
}

function fractionOf({ contributionScale }: FittedModel, parts: Float64Array): number {
  const sum = parts.reduce((total, part) => total + part, 0);
  return contributionScale === 'log-odds' ? 1 / (1 + Math.exp(-sum)) : Math.min(1, Math.max(0, sum));
}

async function categories(backend: ModelBackend, options?: ContractOptions) {
  const train = categoriesOnly(2000);
  await withModel(backend.train(requestOf(backend, options, { train })), (model) => {
    const frame = (code: number) => {
      const fifty = Float32Array.of(50);
      return frameOf(Float32Array.of(code), Float32Array.of(0), fifty, fifty, fifty, fifty);
    };
    const forecasts = [0, 1, 2, 3, 4, 5, 6, 7].map((code) => model.predict(frame(code))[0]!);
    if (!backend.capabilities.categories) {
      return ok(new Set(forecasts).size === 1, 'categories are not declared, and make a difference');
    }
    // Odd and even codes differ, so a model that takes codes for quantities does badly unless it really splits them.
    const gap =
      Math.min(...forecasts.filter((_, code) => code % 2 === 1)) -
      Math.max(...forecasts.filter((_, code) => code % 2 === 0));
    return ok(gap > 0.2, `expected odd categories above even ones by 0.2 or more, got ${gap}`);
  });
}

/** Forecasts of a hundred leaves of noise scatter around the level. */
const QUANTILE_TOLERANCE = 0.08;

async function quantiles(backend: ModelBackend, options?: ContractOptions) {
  const train = noise(3000);
  for (const quantile of [0.2, 0.9]) {
    const training = backend.train(requestOf(backend, options, { train, quantile }));
    if (!backend.capabilities.quantiles) {
      await rejects(training, hasCode('model-backend-unsupported'));
      continue;
    }
    await withModel(training, (model) => {
      // The target is uniform in [0, 1], so its quantile of any level is the level.
      const level = meanOf(model.predict(train.frame));
      ok(Math.abs(level - quantile) < QUANTILE_TOLERANCE, `expected forecasts about ${quantile}, got ${level}`);
    });
  }
}

async function incremental(backend: ModelBackend, options?: ContractOptions) {
  const first = await backend.train(requestOf(backend, options));
  try {
    const goOn = () => backend.train(requestOf(backend, options, { initial: first, rounds: 2 }));
    if (!backend.capabilities.incremental) return await rejects(goOn(), hasCode('model-backend-unsupported'));
    const before = first.predict(SAMPLE.frame);
    const fresh = await errorOf(backend.train(requestOf(backend, options, { rounds: 2 })));
    const continued = await errorOf(goOn());
    deepStrictEqual(first.predict(SAMPLE.frame), before, 'continuing from a model changed that model');
    ok(
      continued <= errorAgainst(before) + 1e-12 && continued < fresh,
      `two more rounds on the same rows should err less than before and than two alone: ` +
        `${continued}, ${errorAgainst(before)}, ${fresh}`,
    );
    return undefined;
  } finally {
    first.close();
  }
}

async function errorOf(training: Promise<FittedModel>): Promise<number> {
  const model = await training;
  try {
    return errorAgainst(model.predict(SAMPLE.frame));
  } finally {
    model.close();
  }
}

/** Weighted mean squared error on the sample. */
function errorAgainst(forecasts: Float64Array): number {
  const { target, weight } = SAMPLE;
  let total = 0;
  let weights = 0;
  forecasts.forEach((forecast, row) => {
    total += weight[row]! * (forecast - target[row]!) ** 2;
    weights += weight[row]!;
  });
  return total / weights;
}
