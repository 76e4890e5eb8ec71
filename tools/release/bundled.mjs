// What of others is in the files of a project: read from the source maps of its bundles, which name every file that left code in
// them, and from the list that the build of the pages writes, which have no maps.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inRoot } from '../workspace/paths.mjs';

const PAGES = 'bundled-packages.json';
const LICENSE_FILE = /^(?:licen[cs]e|copying|ofl)(?:[-.].*)?$/i;

/**
 * Packages of others whose code is in the `dist` of a project, by name.
 *
 * @param project folder from the root: `apps/cli`.
 * @returns parts: `{ name, version, license, how, purl, text }`, with the text of the licence.
 * @throws Error for a package that states no licence.
 */
export function bundledParts(project) {
  const dist = inRoot(project, 'dist');
  if (!existsSync(dist)) throw new Error(`${dist} is missing: run npm run setup`);
  const folders = new Set([...foldersInMaps(dist), ...foldersOfPages(dist)]);
  return [...folders].map((folder) => npmPart(folder, 'bundled')).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* foldersInMaps(dist) {
  for (const file of readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.map'))) {
    const { sources } = JSON.parse(readFileSync(join(dist, file), 'utf8'));
    for (const source of sources) {
      const folder = packageFolder(resolve(dist, dirname(file), source));
      if (folder !== undefined) yield folder;
    }
  }
}

function foldersOfPages(dist) {
  const list = join(dist, PAGES);
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')).map((folder) => inRoot(folder)) : [];
}

/** The folder of the package that a file of a node_modules is of; undefined for one of ours. */
function packageFolder(path) {
  const mark = '/node_modules/';
  const at = path.lastIndexOf(mark);
  if (at < 0) return undefined;
  const parts = path.slice(at + mark.length).split('/');
  return join(path.slice(0, at + mark.length), ...parts.slice(0, parts[0].startsWith('@') ? 2 : 1));
}

/** A package of npm as a part, with how it came in: `bundled` or `compiled in`. */
export function npmPart(folder, how) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} states no licence in its package.json`);
  const files = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .sort();
  const by = typeof author === 'string' ? author : author?.name;
  // Some packages ship no text; their licence and author are what they state.
  const text = files.length > 0 ? readFileSync(join(folder, files[0]), 'utf8') : `${license}${by ? `, by ${by}` : ''}`;
  return { name, version, license, how, purl: npmPurl(name, version), text: text.trim() };
}

/** How CycloneDX names a package of npm. */
export const npmPurl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
