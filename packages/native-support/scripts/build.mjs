// Builds the addon of a native package with CMake and keeps it in a cache, under a hash of everything that affects it.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { headerDirectories, supportDirectory } from './addon.mjs';
import { withLock } from './lock.mjs';
import { olderSystems } from './older-systems.mjs';
import { available, run } from './run.mjs';
import { buildTarget } from './target.mjs';

/**
 * Brings the binary of an addon up to date.
 *
 * @param addon from describeAddon.
 * @param library a library the addon is linked against and that is slow to build: `folder`, its sources in `native/`;
 * `origin`, text that changes with its other inputs; `prepare(key, log)`, which builds what is missing and returns
 * further CMake definitions. The key does not change with the rest of the addon, so the library is not rebuilt with it.
 * @param log receives a line for each step that takes time.
 * @returns how: "unchanged", "cached" or "built".
 */
export async function buildAddon(addon, { library, log = () => {} } = {}) {
  const environment = environmentKey();
  const libraryKey = library && digest([library.origin, ...environment, ...contents(addon.native, library.folder)]);
  const sources = [...contents(addon.native), ...contents(supportDirectory), linking];
  const key = digest([libraryKey ?? '', ...environment, ...sources]);
  const stamp = `${addon.built}.key`;
  if (existsSync(addon.built) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return 'unchanged';
  const target = join(addon.cache, `${addon.engine}-addon-${key}`);
  const cached = join(target, addon.product);
  let how = 'cached';
  if (!existsSync(cached)) {
    how = 'built';
    await withLock(join(addon.cache, `${addon.engine}-build.lock`), () => {
      if (!existsSync(cached)) compile(addon, target, library?.prepare(libraryKey, log) ?? [], log);
    });
  }
  install(cached, addon.built);
  writeFileSync(stamp, key);
  return how;
}

/**
 * Configures and builds a CMake project in a temporary folder, then moves its one product into `target`.
 *
 * @throws Error if a tool is missing, with how to get it, or if a command fails, with the end of its output.
 */
export function compileInto({ cache, project, target, product, definitions }) {
  needTools();
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'build-'));
  try {
    const generator = available('ninja') ? ['-G', 'Ninja'] : [];
    const all = [...generator, '-DCMAKE_BUILD_TYPE=Release', ...buildTarget().definitions, ...definitions];
    run('cmake', ['-S', project, '-B', folder, ...all]);
    run('cmake', ['--build', folder, '--parallel', String(Math.max(2, cpus().length))]);
    const finished = mkdtempSync(join(cache, 'done-'));
    renameSync(join(folder, product), join(finished, product));
    rmSync(target, { recursive: true, force: true });
    renameSync(finished, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile({ root, cache, native, product }, target, definitions, log) {
  log('compiling the addon');
  const { nodeApi, addonApi } = headerDirectories(root);
  const places = [`-DNODE_API_HEADERS=${nodeApi}`, `-DNODE_ADDON_API=${addonApi}`];
  places.push(`-DDQS_NATIVE_SUPPORT=${supportDirectory}`);
  const { sources, options } = olderSystems(buildTarget());
  places.push(`-DDQS_OLDER_SYSTEMS_SOURCES=${sources.join(';')}`, `-DDQS_OLDER_SYSTEMS_OPTIONS=${options.join(';')}`);
  compileInto({ cache, project: native, target, product, definitions: [...places, ...definitions] });
}

/** How a binary is linked changes it as its sources do. */
const linking = readFileSync(new URL('./older-systems.mjs', import.meta.url), 'utf8');

/** Copy next to the target, then rename: a process that has the old file mapped keeps its own copy. */
function install(cached, built) {
  mkdirSync(dirname(built), { recursive: true });
  const temporary = `${built}.${process.pid}`;
  copyFileSync(cached, temporary);
  renameSync(temporary, built);
}

function needTools() {
  for (const [tool, remedy] of [
    [buildTarget().compiler, 'a C++17 compiler (Debian: apt install g++; macOS: xcode-select --install)'],
    ['cmake', 'CMake 3.16 or newer (Debian: apt install cmake; or pip install cmake)'],
  ]) {
    if (!available(tool)) throw new Error(`"${tool}" not found: install ${remedy}`);
  }
}

/** Compiler, machine and flags. */
function environmentKey() {
  const flags = ['CXXFLAGS', 'LDFLAGS'].map((name) => process.env[name] ?? '');
  const { compiler, platform, arch, definitions } = buildTarget();
  return [run(compiler, ['--version']), platform, arch, ...flags, ...definitions];
}

const digest = (parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);

/** Names and contents of the files below a folder of `native`. */
function contents(native, folder = '') {
  const files = readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(native, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => file.startsWith(folder))
    .sort();
  return files.map((file) => `${file}\n${readFileSync(join(native, file), 'utf8')}`);
}
