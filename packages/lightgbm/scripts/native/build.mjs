// Builds dqs_lightgbm.node in two cached steps: LightGBM as a static library, then our addon linked against it.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cpus } from 'node:os';
import { withLock } from './lock.mjs';
import { builtFile, cacheDirectory, headerDirectories, nativeDirectory } from './paths.mjs';
import { available, run } from './run.mjs';
import { lightgbmSource, sourceIntegrity } from './source.mjs';

/** Makes build/dqs_lightgbm.node current; returns how ("unchanged", "cached" or "built"). */
export async function buildNative(log = () => {}) {
  const keys = buildKeys();
  const stamp = `${builtFile}.key`;
  if (existsSync(builtFile) && existsSync(stamp) && readFileSync(stamp, 'utf8') === keys.addon) return 'unchanged';
  const cached = join(cacheDirectory(), `addon-${keys.addon}`, 'dqs_lightgbm.node');
  let how = 'cached';
  if (!existsSync(cached)) {
    how = 'built';
    await withLock(join(cacheDirectory(), 'build.lock'), () => {
      if (!existsSync(cached)) compile(keys, log);
    });
  }
  install(cached, stamp, keys.addon);
  return how;
}

/** Copy beside the target, then rename: a process that has the old file mapped keeps its own copy. */
function install(cached, stamp, key) {
  mkdirSync(dirname(builtFile), { recursive: true });
  const temporary = `${builtFile}.${process.pid}`;
  copyFileSync(cached, temporary);
  renameSync(temporary, builtFile);
  writeFileSync(stamp, key);
}

function buildKeys() {
  const compiler = process.env.CXX ?? 'c++';
  const environment = [run(compiler, ['--version']), process.platform, process.arch];
  for (const name of ['CXXFLAGS', 'LDFLAGS']) environment.push(process.env[name] ?? '');
  const core = digest([sourceIntegrity, ...environment, ...contents('core/')]);
  return { core, addon: digest([core, ...contents('')]) };
}

const digest = (parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);

function contents(prefix) {
  const files = readdirSync(nativeDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(nativeDirectory, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => file.startsWith(prefix))
    .sort();
  return files.map((file) => `${file}\n${readFileSync(join(nativeDirectory, file), 'utf8')}`);
}

function compile(keys, log) {
  for (const [tool, remedy] of [
    [process.env.CXX ?? 'c++', 'a C++17 compiler (Debian: apt install g++; macOS: xcode-select --install)'],
    ['cmake', 'CMake 3.16 or newer (Debian: apt install cmake; or pip install cmake)'],
  ]) {
    if (!available(tool)) throw new Error(`"${tool}" not found: install ${remedy}`);
  }
  const cache = cacheDirectory();
  const source = lightgbmSource(cache);
  const library = join(cache, `core-${keys.core}`, 'liblightgbm_core.a');
  if (!existsSync(library)) {
    log('compiling LightGBM (about a minute on two cores)');
    const project = join(nativeDirectory, 'core');
    stage(cache, project, dirname(library), 'liblightgbm_core.a', [`-DLIGHTGBM_SOURCE=${source}`]);
  }
  log('compiling the addon');
  const headers = headerDirectories();
  stage(cache, nativeDirectory, join(cache, `addon-${keys.addon}`), 'dqs_lightgbm.node', [
    `-DLIGHTGBM_SOURCE=${source}`,
    `-DDQS_CORE_LIBRARY=${library}`,
    `-DNODE_API_HEADERS=${headers.nodeApi}`,
    `-DNODE_ADDON_API=${headers.addonApi}`,
  ]);
}

/** Configures and builds in a temporary folder, then moves the one product into `target`. */
function stage(cache, project, target, product, definitions) {
  const folder = mkdtempSync(join(cache, 'build-'));
  try {
    const generator = available('ninja') ? ['-G', 'Ninja'] : [];
    run('cmake', ['-S', project, '-B', folder, ...generator, '-DCMAKE_BUILD_TYPE=Release', ...definitions]);
    run('cmake', ['--build', folder, '--parallel', String(Math.max(2, cpus().length))]);
    const finished = mkdtempSync(join(cache, 'done-'));
    renameSync(join(folder, product), join(finished, product));
    rmSync(target, { recursive: true, force: true });
    renameSync(finished, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
