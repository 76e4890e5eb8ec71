import { resolve } from 'node:path';

import type { Check } from './checks.js';

/** Looks for the XGBoost library. It is welcome, not needed: only the backend xgboost trains with it. */
export async function xgboostCheck(): Promise<Check> {
  try {
    const { loadLibrary } = await import('@dqs/xgboost');
    const { version, path, source } = loadLibrary();
    const found = `${version}, ${source}: ${path}`;
    return { name: 'xgboost', ok: true, found, details: { version, path: resolve(path), source } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const found = 'none: the backend xgboost cannot train; everything else works';
    const advice = 'to use it: npm install xgboost_node@0.4.2 --ignore-scripts, or apt install libxgboost0';
    return { name: 'xgboost', ok: true, found, advice, details: { reason } };
  }
}
