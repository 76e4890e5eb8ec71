import { selfCheck } from '@dqs/xgboost';

import type { BackendCheck } from '../backend.js';

/** The result of XGBoost's self-check. Its library is optional: only this backend trains with it. */
export async function xgboostCheck(): Promise<BackendCheck> {
  const { library, problem, ...details } = await selfCheck();
  if (library !== undefined && problem === undefined) {
    const { version, source, path } = library;
    return { ok: true, found: `${version}, ${source}: ${path}`, details: { ...details, ...library } };
  }
  const found = 'none: the backend xgboost cannot train; everything else works';
  const advice = 'to use it: npm install xgboost_node@0.4.2 --ignore-scripts, or apt install libxgboost0';
  return { ok: true, found, advice, details: { ...details, reason: problem } };
}
