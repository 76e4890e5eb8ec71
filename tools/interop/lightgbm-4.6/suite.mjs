import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inRoot } from '../../workspace/paths.mjs';
import { NotHere } from '../not-here.mjs';

/** What tells pip about the tarball of the sources; nothing of it is compiled. */
export const requirements = ['scikit-build-core==0.11.6'];

/** LightGBM's sources, by their hash. */
const SOURCES = 'lightgbm==4.6.0 --hash=sha256:cb1c59720eb569389c0ba74d14f52351b573af489f230032a1c9f314f8bab7fe\n';
const VERSION = '4.6.0';
/** What is about the binary that is there by default, or starts programs to damage it. */
const LEFT_OUT = ['scripts', 'binding'];

/** Compiles this release, beside the binary that is used by default, and runs the suite of @dqs/lightgbm with it. */
export async function run({ python, folder }) {
  const cache = inRoot('node_modules', '.cache', 'interop', 'lightgbm-sources');
  const binary = join(cache, 'dqs_lightgbm.node');
  process.env.DQS_LIGHTGBM_SOURCE = tarball(python, cache);
  const { buildNative } = await import('../../../packages/lightgbm/scripts/addon.mjs');
  console.log(`${binary}: ${await buildNative(console.log, binary)}`);
  const module = { exports: {} };
  process.dlopen(module, binary);
  const version = { what: 'the binary says', tool: VERSION, dqs: module.exports.version() };
  return [version, ...testsWith(binary, join(folder, 'results.json'))];
}

/** The tarball, fetched once and kept. */
function tarball(python, cache) {
  const file = join(cache, `lightgbm-${VERSION}.tar.gz`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const list = join(cache, 'sources.txt');
  writeFileSync(list, SOURCES);
  const fetch = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--no-binary',
    ':all:',
  ];
  // pip asks for the metadata of what it fetches, which here takes any CMake there is.
  const env = { ...process.env, SKBUILD_CMAKE_VERSION: '>=3.16' };
  const args = [...fetch, '--no-build-isolation', '--require-hashes', '-r', list, '-d', cache];
  const { status, stderr } = spawnSync(python, args, { encoding: 'utf8', env });
  if (status !== 0) throw new NotHere(`the sources cannot be fetched: ${stderr.trim().split('\n').at(-1)}`);
  return file;
}

/** A comparison for each test file. */
function testsWith(binary, results) {
  const jest = join(dirname(createRequire(inRoot('package.json')).resolve('jest/package.json')), 'bin', 'jest.js');
  const env = {
    ...process.env,
    DQS_LIGHTGBM_BINARY: binary,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  };
  const left = LEFT_OUT.map((name) => `tests/${name}\\.test`).join('|');
  const args = ['--maxWorkers=1', '--json', `--outputFile=${results}`, `--testPathIgnorePatterns=${left}`];
  const options = { cwd: inRoot('packages', 'lightgbm'), encoding: 'utf8', env, maxBuffer: 2 ** 28 };
  const { stderr, error } = spawnSync(process.execPath, [jest, ...args], options);
  if (!existsSync(results)) throw new Error(`Jest left no results: ${error?.message ?? stderr.slice(-3000)}`);
  return JSON.parse(readFileSync(results, 'utf8')).testResults.map(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (message !== '') console.log(message);
    const [passed, skipped] = ['passed', 'pending'].map(
      (wanted) => assertionResults.filter(({ status }) => status === wanted).length,
    );
    return {
      what: `${name.split('/').at(-1)}: ${passed} passed, ${skipped} skipped; failed`,
      tool: passed > 0 ? failed.map(({ fullName }) => fullName) : 'nothing ran',
      dqs: [],
    };
  });
}
