// How a binary for Linux is linked so that it runs on every glibc since 2.28, whatever the machine that built it has.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportDirectory } from './addon.mjs';

const compat = join(supportDirectory, 'compat');
const STATIC = ['-static-libstdc++', '-static-libgcc'];
/** Before 2.34 these two held what is in libc now. */
const FORMER_LIBRARIES = '-Wl,--push-state,--no-as-needed -l:libpthread.so.0 -l:libdl.so.2 -Wl,--pop-state'.split(' ');

/**
 * What a linking needs beside its own: the C++ library and the unwinder are linked in, calls of the functions of glibc are led to
 * their first versions (native/compat/glibc.cc), and nothing but the entries of the addon is seen from outside, so that no other
 * library's C++ takes the place of its own. libgomp stays a library of the system: the engines of one process share its threads.
 *
 * @param target from buildTarget.
 * @returns further sources and options; none but on Linux. Where the compiler has no static C++ library, that stays outside.
 */
export function olderSystems({ platform, libc, arch, compiler }) {
  if (platform !== 'linux') return { sources: [], options: [] };
  const options = [
    `-Wl,--version-script=${join(compat, 'exports.map')}`,
    '-Wl,--gc-sections',
    ...(hasStaticLibraries(compiler) ? STATIC : []),
  ];
  if (libc !== 'glibc' || !['x64', 'arm64'].includes(arch)) return { sources: [], options };
  const source = join(compat, 'glibc.cc');
  return { sources: [source], options: [...options, ...wrapped(source), ...FORMER_LIBRARIES] };
}

/** The functions that glibc.cc stands for. */
function wrapped(source) {
  const names = readFileSync(source, 'utf8').matchAll(/^FORWARD(?:_TO\(\w+, |\()(\w+)\);|\b__wrap_(\w+)\(/gm);
  return [...names].map(([, forwarded, ours]) => `-Wl,--wrap=${forwarded ?? ours}`);
}

function hasStaticLibraries(compiler) {
  const input = '#include <string>\nint main(int n, char**) { return std::string(n, 32).size() > 9; }\n';
  return spawnSync(compiler, ['-x', 'c++', '-', '-o', '/dev/null', ...STATIC], { input }).status === 0;
}
