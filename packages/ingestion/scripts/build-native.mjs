// Builds build/dqs_scan.node, the scanner of delimited files, with one compiler call (some seconds; nothing is done if
// it is up to date). Used by the setup, by npm's install step and by hand. The package works without it: DuckDB then
// reads, with the same result. `--optional` explains a failure but still exits with 0.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const native = join(packageRoot, 'native');
const built = join(packageRoot, 'build', 'dqs_scan.node');
const stamp = `${built}.key`;
const compiler = process.env.CXX ?? 'c++';
const require = createRequire(join(packageRoot, 'package.json'));
const packageFolder = (name) => dirname(require.resolve(`${name}/package.json`));

/** Brings the binary up to date; returns how ("unchanged", "cached" or "built"). */
function build() {
  const sources = readdirSync(native).sort();
  const flags = compilerFlags();
  const contents = sources.map((file) => `${file}\n${readFileSync(join(native, file), 'utf8')}`);
  const key = createHash('sha256')
    .update([compilerVersion(), process.platform, process.arch, ...flags, ...contents].join('\0'))
    .digest('hex')
    .slice(0, 32);
  if (existsSync(built) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return 'unchanged';
  const cached = join(cacheDirectory(), `scan-${key}.node`);
  const how = existsSync(cached) ? 'cached' : 'built';
  if (how === 'built') {
    const objects = sources.filter((file) => file.endsWith('.cc')).map((file) => join(native, file));
    replace(cached, (temporary) => run([...flags, ...objects, '-o', temporary]));
  }
  replace(built, (temporary) => copyFileSync(cached, temporary));
  writeFileSync(stamp, key);
  return how;
}

function compilerFlags() {
  const headers = [join(packageFolder('node-api-headers'), 'include'), packageFolder('node-addon-api')];
  return [
    ...['-O3', '-std=c++17', '-fPIC', '-shared', '-fvisibility=hidden', '-pthread', '-Wall', '-Wextra'],
    ...[
      '-DNAPI_VERSION=8',
      '-DNAPI_CPP_EXCEPTIONS',
      '-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL',
      '-DNODE_ADDON_API_DISABLE_DEPRECATED',
    ],
    ...headers.flatMap((folder) => ['-isystem', folder]),
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-s', '-Wl,-z,relro,-z,now']),
  ];
}

/** Lets `produce` write next to the target, then renames: a process that has the old file mapped keeps its own copy. */
function replace(target, produce) {
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}`;
  produce(temporary);
  renameSync(temporary, target);
}

function compilerVersion() {
  return run(['--version']);
}

function run(args) {
  const { error, status, stdout, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (error)
    throw new Error(`"${compiler}" cannot be run (${error.message}): install a C++17 compiler (apt install g++)`);
  if (status !== 0) throw new Error(`"${compiler}" ended with ${status}:\n${stderr.split('\n').slice(-40).join('\n')}`);
  return stdout;
}

/** DQS_NATIVE_CACHE, else node_modules/.cache/dqs-native of the folder whose node_modules holds our headers. */
function cacheDirectory() {
  if (process.env.DQS_NATIVE_CACHE) return resolve(process.env.DQS_NATIVE_CACHE);
  const headers = packageFolder('node-api-headers');
  const modules = headers.slice(0, headers.indexOf(`${sep}node_modules${sep}`) + `${sep}node_modules`.length);
  return join(modules, '.cache', 'dqs-native');
}

try {
  console.log(`${built}: ${build()}`);
} catch (error) {
  console.warn(`@dqs/ingestion: no native scanner was built; DuckDB reads instead. ${error.message}`);
  if (!process.argv.includes('--optional')) process.exitCode = 1;
}
