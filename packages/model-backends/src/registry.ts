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
  onnx: async () => (await import('./onnx/onnx-backend.js')).ONNX_BACKEND,
  naive: async () => (await import('./naive/naive-backend.js')).NAIVE_BACKEND,
};

/** Names of the backends that come with this package; {@link backendNames} has those of a program beside them. */
export const BACKEND_NAMES: readonly string[] = Object.keys(LOADERS);

/** Backends of others, by name. A program registers them once, when it starts, from its configuration. */
const REGISTERED = new Map<string, ModelBackend>();

/** Names that {@link loadBackend} accepts: our own, then the registered ones. */
export function backendNames(): string[] {
  return [...BACKEND_NAMES, ...REGISTERED.keys()];
}

/**
 * Makes a backend of somebody else's known by its name, to trainings and to bundles alike. What it runs is never chosen
 * by a bundle: a bundle only names a backend that the program has registered.
 *
 * @throws DqsError `model-backend-invalid` where the name belongs to another backend already.
 */
export function registerBackend(backend: ModelBackend): void {
  const { name } = backend;
  const known = REGISTERED.get(name);
  if (known === backend) return;
  if (known !== undefined || BACKEND_NAMES.includes(name)) {
    throw new DqsError('model-backend-invalid', `expected a backend with a name of its own, "${name}" is taken`, {
      details: { name, known: backendNames() },
    });
  }
  REGISTERED.set(name, backend);
}

/** The registered backend of that name; undefined for our own and for unknown names. */
export function registeredBackend(name: string): ModelBackend | undefined {
  return REGISTERED.get(name);
}

/**
 * The backend of that name.
 *
 * @throws DqsError `model-backend-unknown` with the nearest name, `model-engine-missing` where the package with its
 * library is not installed.
 */
export async function loadBackend(name: string): Promise<ModelBackend> {
  const registered = REGISTERED.get(name);
  if (registered) return registered;
  const loader = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (!loader) throw unknownBackend(name);
  try {
    return await loader();
  } catch (cause) {
    throw missingEngine(name, cause) ?? cause;
  }
}

function unknownBackend(name: string): DqsError {
  const names = backendNames();
  const nearest = nearestName(name, names);
  const hint = nearest
    ? `; did you mean "${nearest}"?`
    : '; a backend of another package has to be named in the setting "backends"';
  return new DqsError('model-backend-unknown', `expected a backend (${names.join(', ')}), got "${name}"${hint}`, {
    details: { name, known: names },
  });
}

/** The package that a backend could not import, as an error that says what to install. */
function missingEngine(name: string, cause: unknown): DqsError | undefined {
  const { code, message } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(message ?? '')?.[1];
  if (missing === undefined) return undefined;
  return new DqsError(
    'model-engine-missing',
    `the backend "${name}" needs the package ${missing}, which is not installed; npm install ${missing}`,
    { cause, details: { backend: name, package: missing } },
  );
}
