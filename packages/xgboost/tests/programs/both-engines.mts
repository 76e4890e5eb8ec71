// LightGBM and XGBoost in one process: alone, in turn, and at the same time. Prints how often a result differed, and
// how many OpenMP libraries the process has.
import { readFileSync } from 'node:fs';
import * as lightgbm from '@dqs/lightgbm';
import { DMatrix, train } from '../../src/index.js';
import { binary, table } from '../support/data.js';

const { columns, label, categorical } = table(12, 6000, 6, 2);
const target = binary(label);
const shared = { objective: 'binary', num_leaves: 15, deterministic: true, force_row_wise: true, num_threads: 2 };

async function byLightgbm(): Promise<string> {
  const dataset = await lightgbm.Dataset.fromColumns(columns, { label: target, categoricalFeatures: categorical });
  const { booster } = await lightgbm.train(shared, dataset, { rounds: 20 });
  const text = booster.toString() + String(booster.predictSync(columns, { threads: 2 }).join());
  booster.close();
  dataset.close();
  return text;
}

async function byXgboost(): Promise<string> {
  const data = await DMatrix.from(columns, { label: target, categoricalFeatures: categorical });
  const params = { objective: 'binary:logistic', max_depth: 4, nthread: 2 };
  const { booster } = await train(params, data, { rounds: 20, reproducible: true });
  const text = Buffer.from(booster.save()).toString() + String(booster.predictSync(columns, { threads: 2 }).join());
  booster.close();
  data.close();
  return text;
}

const alone = [await byLightgbm(), await byXgboost()];
let differences = 0;
for (let turn = 0; turn < 2; turn += 1) {
  const [a, b] = [await byLightgbm(), await byXgboost()];
  const together = await Promise.all([byLightgbm(), byXgboost(), byXgboost(), byLightgbm()]);
  for (const [i, text] of [a, b, ...together].entries()) {
    if (text !== alone[[0, 1, 0, 1, 1, 0][i]!]) differences += 1;
  }
}
const maps = process.platform === 'linux' ? readFileSync('/proc/self/maps', 'utf8') : '';
const libraries = new Set(maps.match(/\S*lib[gi]?omp\S*/g) ?? []);
console.log(JSON.stringify({ differences, openmp: libraries.size }));
