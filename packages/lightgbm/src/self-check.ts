import { native } from './binding.js';
import { availableEngines, type Engine } from './booster/predict-options.js';
import type { Booster } from './booster/booster.js';
import { Dataset } from './dataset/dataset.js';
import { train } from './training/train.js';
import { lightgbmVersion } from './version.js';

/** Whether LightGBM works in this process. Plain data. */
export interface SelfCheck {
  readonly ok: boolean;
  /** Version of the compiled-in LightGBM; undefined if no native module could be loaded. */
  readonly version: string | undefined;
  /** File of the native module; undefined if none could be loaded. */
  readonly binary: string | undefined;
  /** Threads that OpenMP would use by default; 0 if there is no native module. */
  readonly threads: number;
  /** Predictors that this processor can run, the fastest first; all gave the same bits. */
  readonly engines: readonly Engine[];
  /** What was tried and worked, in order. */
  readonly checked: readonly string[];
  /** What went wrong; undefined if all is well. */
  readonly problem?: string;
}

/** From the fastest: the first that this processor can run is the one used. */
const ENGINES: readonly Engine[] = ['flat-avx512', 'flat-avx2', 'flat-portable', 'lightgbm'];
const ROWS = 100;

/**
 * Tries what everything else rests on: loads the native module, trains a tiny model, and predicts with every predictor of
 * this processor. It never throws; takes some milliseconds.
 *
 * @example
 * const { ok, problem } = await selfCheck();
 */
export async function selfCheck(): Promise<SelfCheck> {
  const checked: string[] = [];
  const engines: Engine[] = [];
  let threads = 0;
  let version: string | undefined;
  const report = () => ({ version, binary: native.path, threads, engines, checked });
  try {
    threads = native().processors();
    version = lightgbmVersion();
    checked.push('native module loaded');
    const booster = await tinyModel();
    try {
      checked.push('model trained');
      engines.push(...agreeing(booster));
      checked.push('predictors agree');
    } finally {
      booster.close();
    }
    return { ok: true, ...report() };
  } catch (error) {
    return { ok: false, ...report(), problem: error instanceof Error ? error.message : String(error) };
  }
}

const values = () => Float32Array.from({ length: ROWS }, (_, i) => i);

async function tinyModel(): Promise<Booster> {
  const params = { objective: 'regression', min_data_in_leaf: 5, verbosity: -1, num_threads: 1, seed: 1 };
  const dataset = await Dataset.fromColumns([values()], { label: values(), params });
  try {
    return (await train(params, dataset, { rounds: 5 })).booster;
  } finally {
    dataset.close();
  }
}

/** The predictors of this processor, of which each has given what LightGBM's own gives. */
function agreeing(booster: Booster): Engine[] {
  const available = availableEngines();
  const engines = ENGINES.filter((engine) => available.includes(engine));
  const expected = booster.predictSync([values()], { engine: 'lightgbm' });
  for (const engine of engines) {
    const actual = booster.predictSync([values()], { engine });
    const row = actual.findIndex((value, i) => !Object.is(value, expected[i]));
    if (row >= 0) throw new Error(`the predictor ${engine} gave ${actual[row]} for a row, LightGBM ${expected[row]}`);
  }
  return engines;
}
