// What of others is compiled into the binary of a native package: read from what its build names and from the sources themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { olderSystems, run } from '@dqs/native-support/build';
import { inRoot } from '../workspace/paths.mjs';
import { npmPart } from './bundled.mjs';

/** The libraries that LightGBM's tree holds, by folder: a new one has to be looked at before it is published. */
const LIBRARIES = {
  // Compiled with EIGEN_MPL2_ONLY (native/core/common.cmake), so nothing of it is under another licence.
  eigen: { name: 'Eigen', license: 'MPL-2.0', text: 'COPYING.MPL2', version: eigenVersion },
  fmt: { name: 'fmt', license: 'MIT', text: 'LICENSE.rst', version: fmtVersion },
  fast_double_parser: { name: 'fast_double_parser', license: 'Apache-2.0', text: 'LICENSE' },
};
/** Holders of LightGBM's own copyright; its LICENSE is theirs. */
const ITS_OWN = /Microsoft Corporation|IBM Corporation/;
const COPIED = { 'Dropbox, Inc.': 'json11', yohhoy: 'yamc' };

/**
 * Parts of the binary of a project; none for a project without one.
 *
 * @param project folder from the root: `packages/lightgbm`.
 * @returns as `bundledParts`.
 */
export async function compiledParts(project) {
  const scripts = inRoot(project, 'scripts');
  const { addon } = await import(pathToFileURL(join(scripts, 'addon.mjs')).href);
  const parts = [...headers(addon), ...runtime(addon)];
  if (addon.engine !== 'lightgbm') return parts;
  const { chosenRelease, lightgbmSource } = await import(pathToFileURL(join(scripts, 'source.mjs')).href);
  const release = chosenRelease();
  return [...lightgbmParts(addon, release.version, lightgbmSource(addon.cache, release)), ...parts];
}

/** node-addon-api is C++ in headers, which becomes part of the binary. */
function headers({ root }) {
  const require = createRequire(join(root, 'package.json'));
  return ['node-addon-api', 'node-api-headers'].map((name) =>
    npmPart(dirname(require.resolve(`${name}/package.json`)), 'compiled in'),
  );
}

/** The C++ library and the unwinder of the compiler, where they are linked in. */
function runtime({ target }) {
  if (!olderSystems(target).options.includes('-static-libstdc++')) return [];
  const version = run(target.compiler, ['-dumpfullversion']).trim();
  const text =
    'libstdc++ and libgcc of the GNU Compiler Collection. The GCC Runtime Library Exception allows conveying what was compiled ' +
    'with them under terms of one’s own choice.';
  const license = 'GPL-3.0-or-later WITH GCC-exception-3.1';
  return [
    {
      name: 'libstdc++',
      version,
      license,
      how: 'linked in',
      purl: `pkg:generic/gcc@${version}#libstdc%2B%2B-v3`,
      text,
    },
  ];
}

function lightgbmParts({ native }, version, tree) {
  const license = { license: 'MIT', text: readFileSync(join(tree, 'LICENSE'), 'utf8').trim() };
  const purl = `pkg:github/microsoft/LightGBM@${version}`;
  return [
    { name: 'LightGBM', version, how: 'compiled in', purl, ...license },
    ...includedLibraries(join(native, 'core', 'common.cmake')).map((name) => libraryPart(name, tree)),
    ...copiedParts(tree),
  ];
}

/** The folders of external_libs that the build includes. */
const includedLibraries = (cmake) => [
  ...new Set([...readFileSync(cmake, 'utf8').matchAll(/external_libs\/(\w+)/g)].map(([, name]) => name)),
];

function libraryPart(folder, tree) {
  const known = LIBRARIES[folder];
  if (known === undefined) throw new Error(`${folder} is compiled in: add its licence to tools/release/compiled.mjs`);
  const place = join(tree, 'external_libs', folder);
  const { name, license, text, version } = known;
  const found = version?.(place);
  return {
    name,
    ...(found !== undefined && { version: found }),
    license,
    how: 'compiled in',
    purl: `pkg:generic/${name}${found === undefined ? '' : `@${found}`}`,
    text: readFileSync(join(place, text), 'utf8').trim(),
  };
}

function eigenVersion(place) {
  const macros = readFileSync(join(place, 'Eigen', 'src', 'Core', 'util', 'Macros.h'), 'utf8');
  return ['WORLD', 'MAJOR', 'MINOR'].map((part) => numberOf(macros, `EIGEN_${part}_VERSION`)).join('.');
}

function fmtVersion(place) {
  const number = numberOf(readFileSync(join(place, 'include', 'fmt', 'core.h'), 'utf8'), 'FMT_VERSION');
  return [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100].join('.');
}

const numberOf = (text, name) => Number(new RegExp(`#define ${name} (\\d+)`).exec(text)[1]);

/** Files among LightGBM's own whose header names another holder: each holder once, with that header as the text. */
function copiedParts(tree) {
  const found = new Map();
  for (const file of ['src', 'include'].flatMap((folder) => filesIn(join(tree, folder)))) {
    const header = /\/\*[\s\S]*?\*\//.exec(readFileSync(file, 'utf8').slice(0, 4000))?.[0] ?? '';
    const holder = /Copyright \(c\) \d{4}(?:-\d{4})? ([^\n]+)/.exec(header)?.[1].trim();
    if (holder === undefined || ITS_OWN.test(holder) || found.has(holder)) continue;
    const name = COPIED[holder];
    if (name === undefined) throw new Error(`${file} is of ${holder}: add it to tools/release/compiled.mjs`);
    found.set(holder, { name, license: 'MIT', how: 'compiled in', purl: `pkg:generic/${name}`, text: plain(header) });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

/** A comment without its marks. */
const plain = (comment) =>
  comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
