// dqs_scan.node, the scanner of delimited files, is made by one compiler call.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeAddon, headerDirectories, olderSystems } from '@dqs/native-support/build';

export const addon = describeAddon(dirname(dirname(fileURLToPath(import.meta.url))), 'scan');
const { root, native, built, cache, target } = addon;

/** Brings build/dqs_scan.node up to date; returns how ("unchanged", "cached" or "built"). */
export function buildNative() {
  const further = olderSystems(target);
  const sources = [...readdirSync(native).map((file) => join(native, file)), ...further.sources].sort();
  const flags = compilerFlags();
  const options = linkerOptions(further.options);
  const stamp = `${built}.key`;
  const key = createHash('sha256')
    .update([run(['--version']), target.platform, target.arch, ...flags, ...options, ...contents(sources)].join('\0'))
    .digest('hex')
    .slice(0, 32);
  if (existsSync(built) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return 'unchanged';
  const cached = join(cache, `scan-${key}.node`);
  const how = existsSync(cached) ? 'cached' : 'built';
  if (how === 'built') {
    const units = sources.filter((file) => file.endsWith('.cc'));
    replace(cached, (temporary) => run([...flags, ...units, ...options, '-o', temporary]));
  }
  replace(built, (temporary) => copyFileSync(cached, temporary));
  writeFileSync(stamp, key);
  return how;
}

const contents = (files) => files.map((file) => `${basename(file)}\n${readFileSync(file, 'utf8')}`);

function compilerFlags() {
  const { nodeApi, addonApi } = headerDirectories(root);
  return [
    ...['-O3', '-std=c++17', '-fPIC', '-shared', '-fvisibility=hidden', '-ffunction-sections', '-pthread'],
    ...['-Wall', '-Wextra', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS', '-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL'],
    ...['-DNODE_ADDON_API_DISABLE_DEPRECATED', '-isystem', nodeApi, '-isystem', addonApi],
  ];
}

const linkerOptions = (further) =>
  target.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-s', '-Wl,-z,relro,-z,now', ...further];

/** Lets `produce` write next to the target, then renames: a process that has the old file mapped keeps its own copy. */
function replace(file, produce) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  produce(temporary);
  renameSync(temporary, file);
}

function run(args) {
  const { compiler } = target;
  const { error, status, stdout, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (error)
    throw new Error(`"${compiler}" cannot be run (${error.message}): install a C++17 compiler (apt install g++)`);
  if (status !== 0) throw new Error(`"${compiler}" ended with ${status}:\n${stderr.split('\n').slice(-40).join('\n')}`);
  return stdout;
}
