// Builds dqs_xgboost.node and keeps it in a cache. XGBoost is not compiled: the addon opens it at run time.
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
  writeFileSync,
} from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { builtFile, cacheDirectory, headerDirectories, nativeDirectory } from './paths.mjs';
import { available, run } from './run.mjs';

const PRODUCT = 'dqs_xgboost.node';

/** Makes build/dqs_xgboost.node current; returns how ("unchanged", "cached" or "built"). */
export async function buildNative(log = () => {}) {
  const key = buildKey();
  const stamp = `${builtFile}.key`;
  if (existsSync(builtFile) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return 'unchanged';
  const target = join(cacheDirectory(), `xgboost-addon-${key}`);
  let how = 'cached';
  if (!existsSync(join(target, PRODUCT))) {
    how = 'built';
    await withLock(join(cacheDirectory(), 'xgboost-build.lock'), () => {
      if (!existsSync(join(target, PRODUCT))) compile(target, log);
    });
  }
  install(join(target, PRODUCT), stamp, key);
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

/** A hash of whatever changes the binary: sources, compiler, flags. */
function buildKey() {
  const hash = createHash('sha256');
  const part = (text) => hash.update(text).update('\0');
  part(run(process.env.CXX ?? 'c++', ['--version']));
  for (const text of [process.platform, process.arch, process.env.CXXFLAGS ?? '', process.env.LDFLAGS ?? ''])
    part(text);
  for (const file of sourceFiles()) part(file).update(readFileSync(join(nativeDirectory, file)));
  return hash.digest('hex').slice(0, 32);
}

function sourceFiles() {
  return readdirSync(nativeDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(nativeDirectory, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function compile(target, log) {
  for (const [tool, remedy] of [
    [process.env.CXX ?? 'c++', 'a C++17 compiler (Debian: apt install g++; macOS: xcode-select --install)'],
    ['cmake', 'CMake 3.16 or newer (Debian: apt install cmake; or pip install cmake)'],
  ]) {
    if (!available(tool)) throw new Error(`"${tool}" not found: install ${remedy}`);
  }
  log('compiling the addon');
  const cache = cacheDirectory();
  const folder = mkdtempSync(join(cache, 'build-'));
  try {
    const generator = available('ninja') ? ['-G', 'Ninja'] : [];
    const { nodeApi, addonApi } = headerDirectories();
    const headers = [`-DNODE_API_HEADERS=${nodeApi}`, `-DNODE_ADDON_API=${addonApi}`];
    run('cmake', ['-S', nativeDirectory, '-B', folder, ...generator, '-DCMAKE_BUILD_TYPE=Release', ...headers]);
    run('cmake', ['--build', folder, '--parallel', String(Math.max(2, cpus().length))]);
    const finished = mkdtempSync(join(cache, 'done-'));
    renameSync(join(folder, PRODUCT), join(finished, PRODUCT));
    rmSync(target, { recursive: true, force: true });
    renameSync(finished, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
