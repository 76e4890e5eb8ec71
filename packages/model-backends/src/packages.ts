import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { DqsError } from '@dqs/core';

import type { ModelBackend } from './backend.js';
import { backendProblems } from './backend-shape.js';
import { registerBackend } from './registry.js';

/** Packages that were registered together: their names, and the folder where they were looked for. */
export interface BackendPackages {
  readonly names: readonly string[];
  readonly folder: string;
}

const REGISTERED: BackendPackages[] = [];

/** The packages that this program has registered, so that its workers, which are separate programs, can do the same. */
export function registeredPackages(): readonly BackendPackages[] {
  return REGISTERED;
}

/**
 * Imports packages and registers the backend that each exports, as `default` or as `backend`. The names come from the
 * configuration of a program, never from a bundle: importing a package runs its code.
 *
 * @param names package names (`@acme/dqs-catboost`) or paths of files (`./my-backend.mjs`).
 * @param folder where packages and relative paths are looked for.
 * @returns the backends in the order of the names.
 * @throws DqsError `model-backend-invalid` if a package cannot be loaded, exports no backend, or one whose name is
 * taken; the message says which package and why.
 */
export async function registerBackendPackages(names: readonly string[], folder: string): Promise<ModelBackend[]> {
  const backends: ModelBackend[] = [];
  for (const name of names) {
    const backend = backendOf(name, await importPackage(name, folder));
    registerBackend(backend);
    backends.push(backend);
  }
  if (names.length > 0) REGISTERED.push({ names, folder });
  return backends;
}

async function importPackage(name: string, folder: string): Promise<Record<string, unknown>> {
  try {
    const path = await entryOf(name, folder);
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    throw new DqsError('model-backend-invalid', `the package "${name}" cannot be loaded: ${(cause as Error).message}`, {
      cause,
      details: { package: name, folder },
    });
  }
}

/** The file that importing a package from a folder runs. */
async function entryOf(name: string, folder: string): Promise<string> {
  if (name.startsWith('.') || isAbsolute(name)) return resolve(folder, name);
  const require = createRequire(join(folder, 'noop.js'));
  for (const place of require.resolve.paths(name) ?? []) {
    const root = join(place, name);
    const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return resolve(root, mainOf(JSON.parse(text) as PackageFile, name));
  }
  throw new DqsError(
    'model-backend-invalid',
    `the package "${name}" of the setting "backends" is not installed; npm install ${name}`,
    { details: { package: name, folder } },
  );
}

interface PackageFile {
  readonly main?: string;
  readonly exports?: unknown;
}

/** The entry for `import`: node's own resolver looks from the file it is called in, not from the user's folder. */
function mainOf({ main, exports }: PackageFile, name: string): string {
  const root = isConditions(exports) && '.' in exports ? exports['.'] : exports;
  if (root === undefined) return main ?? 'index.js';
  const entry = conditionOf(root);
  if (entry !== undefined) return entry;
  throw new DqsError('model-backend-invalid', `the package "${name}" exports nothing for import`, {
    details: { package: name },
  });
}

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module', 'require', 'default']);

function conditionOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (!isConditions(entry)) return undefined;
  for (const [condition, value] of Object.entries(entry)) {
    const found = CONDITIONS.has(condition) ? conditionOf(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isConditions(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The backend that a package exports, checked. */
function backendOf(name: string, exported: Record<string, unknown>): ModelBackend {
  // CommonJS exports arrive inside `default`.
  const inner = exported['default'];
  const candidate = exported['backend'] ?? (isConditions(inner) && 'backend' in inner ? inner['backend'] : inner);
  const problems = backendProblems(candidate);
  if (problems.length === 0) return candidate as ModelBackend;
  throw new DqsError(
    'model-backend-invalid',
    `expected the package "${name}" to export a ModelBackend as "default" or "backend": ${problems.join('; ')}; ` +
      'its author can run the contract suite of @dqs/model-backends/testing',
    { details: { package: name, problems, exports: Object.keys(exported) } },
  );
}
