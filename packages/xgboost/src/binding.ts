import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XGBoostError } from './errors.js';
import type { NativeModule } from './native.js';

/**
 * The only file that loads the native binary. It is looked for, in this order,
 * 1. where the environment variable DQS_XGBOOST_BINARY points,
 * 2. in the package `@dqs/xgboost-<platform>-<arch>` (a prebuilt binary),
 * 3. in `build/dqs_xgboost.node` of this package (a local build).
 */
const here = dirname(fileURLToPath(import.meta.url));
const prebuilt = `@dqs/xgboost-${process.platform}-${process.arch}`;

let loaded: NativeModule | undefined;

/**
 * The native module, loaded on first use.
 * @throws XGBoostError `native-missing` or `native-incompatible`, with what was tried and what to do
 */
export function native(): NativeModule {
  loaded ??= load();
  return loaded;
}

function load(): NativeModule {
  limitSpinning(process.env);
  const tried: string[] = [];
  for (const { source, path } of candidates()) {
    if (path === undefined || !existsSync(path)) {
      tried.push(`${source}: not found`);
      continue;
    }
    return open(path, source);
  }
  throw new XGBoostError('native-missing', explain(tried));
}

/** Turns an idle OpenMP thread looks for work before it sleeps: some tens of microseconds. */
const SPIN_COUNT = '500';

/**
 * Idle OpenMP threads spin for long by default, which makes training several times slower on a machine that is busy
 * otherwise. The settings are those of @dqs/lightgbm, measured there: both share one libgomp when in one process, and
 * libgomp reads them when it is loaded. In a worker thread process.env is a copy: a program whose workers load first
 * should set them itself.
 */
function limitSpinning(environment: NodeJS.ProcessEnv): void {
  if (environment['OMP_WAIT_POLICY'] !== undefined || environment['GOMP_SPINCOUNT'] !== undefined) return;
  environment['OMP_WAIT_POLICY'] = 'passive';
  environment['GOMP_SPINCOUNT'] = SPIN_COUNT;
}

function candidates(): { source: string; path: string | undefined }[] {
  const asked = process.env['DQS_XGBOOST_BINARY'];
  const built = resolve(here, '..', 'build', 'dqs_xgboost.node');
  if (asked) return [{ source: `DQS_XGBOOST_BINARY=${asked}`, path: resolve(asked) }];
  return [
    { source: `package ${prebuilt}`, path: resolvePrebuilt() },
    { source: `local build ${built}`, path: built },
  ];
}

function resolvePrebuilt(): string | undefined {
  try {
    return createRequire(join(here, 'index.js')).resolve(`${prebuilt}/dqs_xgboost.node`);
  } catch {
    return undefined;
  }
}

function open(path: string, source: string): NativeModule {
  const module: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XGBoostError('native-incompatible', explain([`${source}: cannot be loaded: ${reason}`]), { cause });
  }
  return module.exports as NativeModule;
}

function explain(tried: readonly string[]): string {
  return [
    `@dqs/xgboost has no usable native binary for ${process.platform}-${process.arch}, Node ${process.version}. Tried:`,
    ...tried.map((line) => `  - ${line}`),
    'To get one, do one of these:',
    '  - build it here (needs CMake and a C++17 compiler with OpenMP):',
    '      npm rebuild @dqs/xgboost --foreground-scripts',
    `  - install a prebuilt binary: npm install ${prebuilt}`,
    '  - set DQS_XGBOOST_BINARY to the path of a dqs_xgboost.node built elsewhere',
  ].join('\n');
}
