import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { native } from './binding.js';
import { checkOptions, checkString } from './checks.js';
import { XGBoostError, call, fromNative } from './errors.js';
import type { NativeModule } from './native.js';

/**
 * Which XGBoost library serves this process. It is looked for, in this order,
 * 1. at `loadLibrary({ path })` or the environment variable DQS_XGBOOST_LIBRARY (and then nowhere else),
 * 2. in the npm package `xgboost_node`, whose own binding and install script are not used,
 * 3. in the system's library paths.
 */
export interface LibraryInfo {
  /** XGBoost's version, e.g. `1.7.5`. */
  readonly version: string;
  /** File, or the name the system found it by. */
  readonly path: string;
  /** Where it was found. */
  readonly source: string;
}

/** Where to look. */
export interface LibraryOptions {
  /** Path of the library. @default searched for, see {@link LibraryInfo} */
  readonly path?: string;
}

interface Candidate {
  readonly source: string;
  /** Undefined if there is no library here. */
  readonly path: string | undefined;
}

const PEER = 'xgboost_node';
const VARIABLE = 'DQS_XGBOOST_LIBRARY';
let loaded: LibraryInfo | undefined;

/**
 * Opens the XGBoost library, or returns the open one. Every function that needs it calls this itself.
 *
 * @throws XGBoostError `library-missing` with what was tried and what to install; `library-incompatible` when the
 * requested one is older than 1.7, is not XGBoost, or another one is already in use
 */
export function loadLibrary(options?: LibraryOptions): LibraryInfo {
  const { path } = checkOptions('options', options, ['path']);
  if (path !== undefined) {
    const asked = resolve(checkString('path', path));
    if (asked === loaded?.path) return loaded;
    return (loaded = search([{ source: `option path`, path: asked }]));
  }
  return (loaded ??= search(candidates()));
}

/** The native module with the library open. */
export function engine(): NativeModule {
  loadLibrary();
  return native();
}

function search(places: readonly Candidate[]): LibraryInfo {
  const tried: string[] = [];
  let code: 'library-missing' | 'library-incompatible' = 'library-missing';
  let cause: unknown;
  for (const { source, path } of places) {
    if (path === undefined) {
      tried.push(`${source}: not found`);
      continue;
    }
    try {
      return { version: call(() => native().openLibrary(path)), path, source };
    } catch (error) {
      cause = fromNative(error);
      if (!(cause instanceof XGBoostError) || !cause.code.startsWith('library-')) throw cause;
      if (cause.code === 'library-incompatible') code = cause.code;
      tried.push(`${source}: ${cause.message.includes(path) ? '' : `${path}: `}${cause.message}`);
    }
  }
  throw new XGBoostError(code, explain(tried), { cause });
}

function candidates(): Candidate[] {
  const asked = process.env[VARIABLE];
  if (asked) return [{ source: VARIABLE, path: resolve(asked) }];
  const names = process.platform === 'darwin' ? ['libxgboost.dylib'] : ['libxgboost.so.0', 'libxgboost.so'];
  return [
    { source: `package ${PEER}`, path: inPackage() },
    ...names.map((name) => ({ source: `system library ${name}`, path: name })),
  ];
}

/** The library inside the npm package, if installed and available for this platform. */
function inPackage(): string | undefined {
  const file = process.platform === 'darwin' ? join('binary', 'libxgboost.dylib') : join('lib', 'libxgboost.so');
  const here = dirname(fileURLToPath(import.meta.url));
  for (const start of [here, process.cwd()]) {
    try {
      const path = join(dirname(createRequire(join(start, 'index.js')).resolve(`${PEER}/package.json`)), file);
      if (existsSync(path)) return path;
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

function explain(tried: readonly string[]): string {
  return [
    `@dqs/xgboost needs the XGBoost library, 1.7 or newer, and found none it can use. Tried:`,
    ...tried.map((line) => `  - ${line}`),
    'To get one, do one of these:',
    `  - npm install ${PEER}@0.4.2 --ignore-scripts     (XGBoost 1.7.5 for Linux x64)`,
    '  - apt install libxgboost0                         (Debian and Ubuntu), or brew install xgboost (macOS)',
    `  - set ${VARIABLE} to the path of a libxgboost.so, e.g. the one inside Python's package xgboost`,
  ].join('\n');
}
