import { selfCheck } from '@dqs/lightgbm';

import type { BackendCheck } from '../backend.js';

/** The result of LightGBM's self-check. */
export async function lightgbmCheck(): Promise<BackendCheck> {
  const { ok, problem, binary, engines, ...details } = await selfCheck();
  const found = ok ? `works, predicts by ${engines[0]}; ${binary}` : problem!;
  return { ok, found, details: { engine: engines[0], path: binary, ...details } };
}

/** The check of a backend that is LightGBM with other parameters; LightGBM's own check reports the details. */
export async function lightgbmBasedCheck(): Promise<BackendCheck> {
  const { ok } = await lightgbmCheck();
  return { ok, found: `trains by LightGBM, which ${ok ? 'works' : 'does not work here'}` };
}
