import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LightGBMError } from './errors.js';
import type { NativeModule } from './native.js';

/**
 * The only file that loads the native binary. It is looked for, in this order,
 * 1. where the environment variable DQS_LIGHTGBM_BINARY points,
 * 2. in the package `@dqs/lightgbm-<platform>-<arch>` (a prebuilt binary),
 * 3. in `build/dqs_lightgbm.node` of this package (a local build).
 */
const here = dirname(fileURLToPath(import.meta.url));
const prebuilt = `@dqs/lightgbm-${process.platform}-${process.arch}`;

let loaded: NativeModule | undefined;

/**
 * The native module, loaded on first use.
 * @throws LightGBMError `native-missing` or `native-incompatible`, with what was tried and what to do
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
  throw new LightGBMError('native-missing', explain(tried));
}

/** Turns an idle OpenMP thread looks for work before it sleeps: some tens of microseconds. */
const SPIN_COUNT = '500';

/**
 * Idle OpenMP threads spin for long by default: on a machine that is busy otherwise, training took 2 to 20 times as long.
 * Threads that sleep at once are 2.7 times slower on an idle machine, because training has many short parallel parts. A
 * short spin is as fast as a long one on an idle machine and as kind as none on a busy one. libgomp reads this when it
 * is loaded; in a worker thread process.env is a copy, so a program whose workers load first should set it itself.
 */
function limitSpinning(environment: NodeJS.ProcessEnv): void {
  if (environment['OMP_WAIT_POLICY'] !== undefined || environment['GOMP_SPINCOUNT'] !== undefined) return;
  environment['OMP_WAIT_POLICY'] = 'passive';
  environment['GOMP_SPINCOUNT'] = SPIN_COUNT;
}

function candidates(): { source: string; path: string | undefined }[] {
  const asked = process.env['DQS_LIGHTGBM_BINARY'];
  const built = resolve(here, '..', 'build', 'dqs_lightgbm.node');
  if (asked) return [{ source: `DQS_LIGHTGBM_BINARY=${asked}`, path: resolve(asked) }];
  return [
    { source: `package ${prebuilt}`, path: resolvePrebuilt() },
    { source: `local build ${built}`, path: built },
  ];
}

function resolvePrebuilt(): string | undefined {
  try {
    return createRequire(join(here, 'index.js')).resolve(`${prebuilt}/dqs_lightgbm.node`);
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
    throw new LightGBMError('native-incompatible', explain([`${source}: cannot be loaded: ${reason}`]), { cause });
  }
  return module.exports as NativeModule;
}

function explain(tried: readonly string[]): string {
  return [
    `@dqs/lightgbm has no usable native binary for ${process.platform}-${process.arch}, Node ${process.version}. Tried:`,
    ...tried.map((line) => `  - ${line}`),
    'To get one, do one of these:',
    '  - build it here (needs CMake and a C++17 compiler with OpenMP):',
    '      npm rebuild @dqs/lightgbm --foreground-scripts',
    `  - install a prebuilt binary: npm install ${prebuilt}`,
    '  - set DQS_LIGHTGBM_BINARY to the path of a dqs_lightgbm.node built elsewhere',
  ].join('\n');
}
