import { DqsError, nearestName } from '@dqs/core';

import type { ModelBackend } from './backend.js';

type BackendLoader = () => Promise<ModelBackend>;

/** Backends are loaded when asked for, so that a command that needs none loads no native library. */
const LOADERS: Readonly<Record<string, BackendLoader>> = {
  lightgbm: async () => (await import('./lightgbm/lightgbm-backend.js')).LIGHTGBM_BACKEND,
  xgboost: async () => (await import('./xgboost/xgboost-backend.js')).XGBOOST_BACKEND,
  ridge: async () => (await import('./ridge/ridge-backend.js')).RIDGE_BACKEND,
  'random-forest': async () => (await import('./sklearn/random-forest.js')).RANDOM_FOREST_BACKEND,
  'hist-gradient-boosting': async () =>
    (await import('./sklearn/hist-gradient-boosting.js')).HIST_GRADIENT_BOOSTING_BACKEND,
  naive: async () => (await import('./naive/naive-backend.js')).NAIVE_BACKEND,
};

/** Names that {@link loadBackend} accepts. */
export const BACKEND_NAMES: readonly string[] = Object.keys(LOADERS);

/**
 * The backend of that name.
 *
 * @throws DqsError `model-backend-unknown` with the nearest name.
 */
export async function loadBackend(name: string): Promise<ModelBackend> {
  const loader = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (loader) return loader();
  const nearest = nearestName(name, BACKEND_NAMES);
  throw new DqsError(
    'model-backend-unknown',
    `expected a backend (${BACKEND_NAMES.join(', ')}), got "${name}"${nearest ? `; did you mean "${nearest}"?` : ''}`,
    { details: { name, known: BACKEND_NAMES } },
  );
}
