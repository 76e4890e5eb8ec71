// The folder of a package as it is published: what its package.json lists, without what only the repository needs, and with what
// every package carries: LICENSE, NOTICE, CHANGELOG.md.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../workspace/paths.mjs';
import { noticeText } from './notice.mjs';

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Stated once, in the package.json of the root. */
const shared = () => {
  const { repository, homepage, bugs } = readManifest(inRoot());
  return { repository, homepage, bugs };
};

/**
 * The package.json that is published of a project: no development dependencies, no scripts (none has to run after an
 * installation: a binary is a package of its own), no sources among the exports.
 *
 * @param project folder from the root.
 * @param prebuilt names of packages with its binary, which npm installs one of.
 */
export function publishedManifest(project, prebuilt = []) {
  const { exports, files, ...manifest } = readManifest(inRoot(project));
  for (const name of ['devDependencies', 'nx', 'scripts']) delete manifest[name];
  const { repository, ...links } = shared();
  const own = Object.fromEntries(prebuilt.map((name) => [name, manifest.version]));
  const optionalDependencies = { ...manifest.optionalDependencies, ...own };
  return {
    ...manifest,
    repository: { ...repository, directory: project },
    ...links,
    files: [...files, 'NOTICE', 'CHANGELOG.md'],
    exports: withoutSources(exports),
    ...(Object.keys(optionalDependencies).length > 0 && { optionalDependencies }),
  };
}

function withoutSources(entry) {
  if (typeof entry === 'string') return entry;
  const kept = Object.entries(entry).filter(([condition]) => condition !== '@dqs/source');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSources(inner)]));
}

/**
 * Makes the folder of a project's package: all that its package.json lists. npm itself leaves out of the archive what it excludes.
 *
 * @param maps folder for the source maps, which are published apart: three fifths of all bytes, for those few who debug. The files
 * still name them, so that they work where they are unpacked over the installed packages.
 */
export function draftProject({ project, manifest, parts }, { draft, maps }) {
  const own = join(maps, manifest.name.split('/').at(-1));
  for (const part of readManifest(inRoot(project)).files.filter((one) => !one.startsWith('!'))) {
    cpSync(inRoot(project, part), join(draft, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
    for (const map of mapsIn(inRoot(project, part))) {
      mkdirSync(dirname(join(own, part, map)), { recursive: true });
      cpSync(inRoot(project, part, map), join(own, part, map));
    }
  }
  writeManifest(draft, manifest);
  addTexts(draft, manifest, parts);
}

const mapsIn = (path) =>
  statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.map')) : [];

/** Adds the same to the folder of a prebuilt package, which holds a binary and its package.json. */
export function completePrebuilt(draft, project, parts) {
  const { repository, ...links } = shared();
  const manifest = readManifest(draft);
  const { description, keywords } = readManifest(inRoot(project));
  Object.assign(manifest, {
    description: `${manifest.description}: ${description}`,
    keywords,
    repository: { ...repository, directory: project },
    ...links,
    files: [...manifest.files, 'NOTICE', 'CHANGELOG.md'],
  });
  writeManifest(draft, manifest);
  addTexts(draft, manifest, parts);
  return manifest;
}

function writeManifest(draft, manifest) {
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function addTexts(draft, manifest, parts) {
  for (const name of ['LICENSE', 'CHANGELOG.md'].filter((file) => existsSync(inRoot(file)))) {
    cpSync(inRoot(name), join(draft, name));
  }
  writeFileSync(join(draft, 'NOTICE'), noticeText(manifest, parts));
}
