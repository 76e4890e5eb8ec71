import type { Check } from './check.js';

/** LightGBM as it checked itself. */
export async function lightgbmCheck(): Promise<Check> {
  const { selfCheck } = await import('@dqs/lightgbm');
  const { ok, problem, binary, engines, ...details } = await selfCheck();
  const found = ok ? `works, predicts by ${engines[0]}; ${binary}` : problem!;
  return { name: 'lightgbm', ok, found, details: { engine: engines[0], path: binary, ...details } };
}

/** XGBoost as it checked itself. Its library is welcome, not needed: only the backend xgboost trains with it. */
export async function xgboostCheck(): Promise<Check> {
  const { selfCheck } = await import('@dqs/xgboost');
  const { library, problem, ...details } = await selfCheck();
  if (library !== undefined && problem === undefined) {
    const { version, source, path } = library;
    return { name: 'xgboost', ok: true, found: `${version}, ${source}: ${path}`, details: { ...details, ...library } };
  }
  const found = 'none: the backend xgboost cannot train; everything else works';
  const advice = 'to use it: npm install xgboost_node@0.4.2 --ignore-scripts, or apt install libxgboost0';
  return { name: 'xgboost', ok: true, found, advice, details: { ...details, reason: problem } };
}
