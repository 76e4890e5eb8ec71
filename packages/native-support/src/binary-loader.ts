import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import type { NativeErrorClass } from './errors.js';

/** Which binary to load. */
export interface BinaryOptions<E extends Error> {
  /** The last part of the package's name, `@dqs/<engine>`. */
  readonly engine: string;
  /** The package's folder. */
  readonly root: string;
  /** The class of the error if there is no usable binary. */
  readonly ErrorClass: NativeErrorClass<'native-missing' | 'native-incompatible', E>;
}

/**
 * Loads an engine's native module on its first use. It is searched for in this order: 1. where the environment variable
 * DQS_<ENGINE>_BINARY points,
 * 2. in the package `@dqs/<engine>-<platform>-<arch>` (a prebuilt binary), or that with `-musl` behind it, of which npm installs
 * the one for the C library of this machine,
 * 3. in `build/dqs_<engine>.node` of the package (a local build).
 *
 * @returns a function that returns the module. It throws `native-missing` or `native-incompatible`, with what was tried
 * and what to do.
 */
export function binaryLoader<Module>(options: BinaryOptions<Error>): BinaryLoader<Module> {
  let loaded: LoadedBinary | undefined;
  const native = () => (loaded ??= load(options)).module as Module;
  return Object.defineProperty(native, 'path', { get: () => loaded?.path }) as BinaryLoader<Module>;
}

/** Gives the native module of an engine, which it loads on its first use. */
export interface BinaryLoader<Module> {
  (): Module;
  /** File that the module was loaded from; undefined until it is. */
  readonly path: string | undefined;
}

interface LoadedBinary {
  readonly module: unknown;
  readonly path: string;
}

interface Candidate {
  readonly source: string;
  readonly path: string | undefined;
}

function load(options: BinaryOptions<Error>): LoadedBinary {
  limitSpinning(process.env);
  const tried: string[] = [];
  for (const { source, path } of candidates(options)) {
    if (path !== undefined && existsSync(path)) return { module: open(path, source, options), path };
    tried.push(`${source}: not found`);
  }
  throw new options.ErrorClass('native-missing', explain(tried, options));
}

/** Spins of an idle OpenMP thread before it sleeps: some tens of microseconds. */
const SPIN_COUNT = '500';

/**
 * Idle OpenMP threads spin for a long time by default: on an otherwise busy machine, training took 2 to 20 times as
 * long. Threads that sleep at once are 2.7 times slower on an idle machine, because training has many short parallel
 * parts. A short spin is as fast as a long one on an idle machine and as gentle as none on a busy one. (Measured with
 * LightGBM; the engines of one process share one libgomp.) libgomp reads this when it is loaded; in a worker thread
 * process.env is a copy, so a program whose workers load first should set it itself.
 */
function limitSpinning(environment: NodeJS.ProcessEnv): void {
  if (environment['OMP_WAIT_POLICY'] !== undefined || environment['GOMP_SPINCOUNT'] !== undefined) return;
  environment['OMP_WAIT_POLICY'] = 'passive';
  environment['GOMP_SPINCOUNT'] = SPIN_COUNT;
}

function namesOf(engine: string) {
  return {
    variable: `DQS_${engine.toUpperCase()}_BINARY`,
    prebuilt: `@dqs/${engine}-${process.platform}-${process.arch}`,
    file: `dqs_${engine}.node`,
  };
}

function candidates({ engine, root }: BinaryOptions<Error>): Candidate[] {
  const { variable, prebuilt, file } = namesOf(engine);
  const asked = process.env[variable];
  if (asked) return [{ source: `${variable}=${asked}`, path: resolve(asked) }];
  const built = join(root, 'build', file);
  const packages = process.platform === 'linux' ? [prebuilt, `${prebuilt}-musl`] : [prebuilt];
  return [
    ...packages.map((name) => ({ source: `package ${name}`, path: resolvePackage(root, `${name}/${file}`) })),
    { source: `local build ${built}`, path: built },
  ];
}

function resolvePackage(root: string, path: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve(path);
  } catch {
    return undefined;
  }
}

function open(path: string, source: string, options: BinaryOptions<Error>): unknown {
  const module: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = explain([`${source}: cannot be loaded: ${reason}`], options);
    throw new options.ErrorClass('native-incompatible', message, { cause });
  }
  return module.exports;
}

/** The one library of the system that the binaries for Linux need beside the C library. */
const LIBGOMP =
  'libgomp.so.1, the runtime of OpenMP, is missing: apt install libgomp1 (Debian, Ubuntu), dnf install libgomp (Fedora, RHEL)';

function explain(tried: readonly string[], { engine, root }: BinaryOptions<Error>): string {
  const { variable, prebuilt, file } = namesOf(engine);
  const published = publishedPackages(root, engine);
  const fitting = isMusl() ? `${prebuilt}-musl` : prebuilt;
  return [
    `@dqs/${engine} has no usable native binary for ${process.platform}-${process.arch}, Node ${process.version}. Tried:`,
    ...tried.map((line) => `  - ${line}`),
    ...(tried.some((line) => line.includes('libgomp')) ? [LIBGOMP] : []),
    'To get one, do one of these:',
    ...buildAdvice(root),
    ...(published.has(fitting)
      ? [`  - install the prebuilt package: npm install ${fitting}@${published.get(fitting)}`]
      : []),
    `  - set ${variable} to the path of a ${file} built elsewhere`,
    ...(published.size > 0 ? [`Prebuilt packages: ${[...published.keys()].join(', ')}.`] : []),
  ].join('\n');
}

/** How to build it here; a program that was bundled from the packages has nothing to build it from. */
function buildAdvice(root: string): string[] {
  const script = join(root, 'scripts', 'build-native.mjs');
  if (!existsSync(script)) return [];
  return ['  - build it here (needs CMake and a C++17 compiler with OpenMP):', `      node ${script}`];
}

/** Whether Node runs on musl: a binary for glibc does not. Takes some milliseconds. */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

/**
 * The prebuilt packages that there are, with their versions: packing writes them into the engine's package.json. A program that was
 * bundled from the packages has none, and knows of none.
 */
function publishedPackages(root: string, engine: string): ReadonlyMap<string, string> {
  const path = join(root, 'package.json');
  if (!existsSync(path)) return new Map();
  const { optionalDependencies = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
    optionalDependencies?: Readonly<Record<string, string>>;
  };
  return new Map(Object.entries(optionalDependencies).filter(([name]) => name.startsWith(`@dqs/${engine}-`)));
}
