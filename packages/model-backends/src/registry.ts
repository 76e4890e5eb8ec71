import { didYouMean, DqsError } from '@dqs/core';

import type { ModelBackend } from './backend.js';
import type { BackendDescriptor } from './descriptor.js';
import { HIST_GRADIENT_BOOSTING } from './hist-gradient-boosting/descriptor.js';
import { LIGHTGBM } from './lightgbm/descriptor.js';
import { NAIVE } from './naive/descriptor.js';
import { ONNX } from './onnx/descriptor.js';
import { RANDOM_FOREST } from './random-forest/descriptor.js';
import { RIDGE } from './ridge/descriptor.js';
import { XGBOOST } from './xgboost/descriptor.js';

type BackendLoader = () => Promise<ModelBackend>;

/** Backends are loaded on demand, so that a command that needs none loads no native library. */
const OWN: readonly (readonly [BackendDescriptor, BackendLoader])[] = [
  [LIGHTGBM, async () => (await import('./lightgbm/lightgbm-backend.js')).LIGHTGBM_BACKEND],
  [XGBOOST, async () => (await import('./xgboost/xgboost-backend.js')).XGBOOST_BACKEND],
  [RIDGE, async () => (await import('./ridge/ridge-backend.js')).RIDGE_BACKEND],
  [RANDOM_FOREST, async () => (await import('./random-forest/random-forest-backend.js')).RANDOM_FOREST_BACKEND],
  [
    HIST_GRADIENT_BOOSTING,
    async () =>
      (await import('./hist-gradient-boosting/hist-gradient-boosting-backend.js')).HIST_GRADIENT_BOOSTING_BACKEND,
  ],
  [ONNX, async () => (await import('./onnx/onnx-backend.js')).ONNX_BACKEND],
  [NAIVE, async () => (await import('./naive/naive-backend.js')).NAIVE_BACKEND],
];

/** Names of the backends in this package; {@link backendNames} adds those that a program has registered. */
export const BACKEND_NAMES: readonly string[] = OWN.map(([{ name }]) => name);

/** Backends from other packages, by name. A program registers them once, when it starts, from its configuration. */
const REGISTERED = new Map<string, ModelBackend>();

/** Names that {@link loadBackend} accepts: our own, then the registered ones. */
export function backendNames(): string[] {
  return [...BACKEND_NAMES, ...REGISTERED.keys()];
}

/**
 * Registers a backend from another package under its name, for trainings and bundles. A bundle never chooses the code to
 * run: it only names a backend that the program has registered.
 *
 * @throws DqsError `model-backend-invalid` if the name belongs to another backend already.
 */
export function registerBackend(backend: ModelBackend): void {
  const { name } = backend;
  const known = REGISTERED.get(name);
  if (known === backend) return;
  if (known !== undefined || BACKEND_NAMES.includes(name)) {
    throw new DqsError('model-backend-invalid', `expected a backend with a unique name, "${name}" is taken`, {
      details: { name, known: backendNames() },
    });
  }
  REGISTERED.set(name, backend);
}

/**
 * The facts about the backend of a name; loads no library.
 *
 * @throws DqsError `model-backend-unknown` with the nearest name.
 */
export function describeBackend(name: string): BackendDescriptor {
  const known = REGISTERED.get(name) ?? ownBackend(name)?.[0];
  if (known) return known;
  throw unknownBackend(name);
}

/**
 * The backend of that name.
 *
 * @throws DqsError `model-backend-unknown` with the nearest name, `model-engine-missing` if the package with its
 * library is not installed.
 */
export async function loadBackend(name: string): Promise<ModelBackend> {
  const registered = REGISTERED.get(name);
  if (registered) return registered;
  const own = ownBackend(name);
  if (!own) throw unknownBackend(name);
  try {
    return await own[1]();
  } catch (cause) {
    throw missingEngine(name, cause) ?? cause;
  }
}

function ownBackend(name: string) {
  return OWN.find(([descriptor]) => descriptor.name === name);
}

function unknownBackend(name: string): DqsError {
  const names = backendNames();
  const hint = didYouMean(name, names, '; a backend of another package must be listed in the setting "backends"');
  return new DqsError('model-backend-unknown', `expected a backend (${names.join(', ')}), got "${name}"${hint}`, {
    details: { name, known: names },
  });
}

/** The error for a package that a backend could not import, with the package to install. */
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
