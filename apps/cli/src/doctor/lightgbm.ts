import type { Booster } from '@dqs/lightgbm';

import type { Check } from './checks.js';
import { loadedLibrary } from './loaded-library.js';

/** From the fastest: the first that this processor can run is the one used. */
const ENGINES = ['flat-avx512', 'flat-avx2', 'flat-portable', 'lightgbm'] as const;

/** Trains a tiny model with the native LightGBM and forecasts with it. */
export async function lightgbmCheck(): Promise<Check> {
  const { Dataset, train } = await import('@dqs/lightgbm');
  const values = Float32Array.from({ length: 100 }, (_, i) => i);
  const params = { objective: 'regression', min_data_in_leaf: 5, verbosity: -1, num_threads: 1, seed: 1 };
  const dataset = await Dataset.fromColumns([values], { label: values, params });
  const { booster } = await train(params, dataset, { rounds: 5 });
  try {
    const engine = ENGINES.find((name) => canRun(booster, name));
    const library = loadedLibrary(/lightgbm/);
    const found = `works, predicts by ${engine ?? 'nothing'}; ${library?.path ?? 'path unknown'}`;
    return { name: 'lightgbm', ok: engine !== undefined, found, details: { engine, ...library } };
  } finally {
    booster.close();
    dataset.close();
  }
}

function canRun(booster: Booster, engine: (typeof ENGINES)[number]): boolean {
  try {
    return booster.predictSync([Float32Array.of(50)], { engine }).length === 1;
  } catch {
    return false;
  }
}
