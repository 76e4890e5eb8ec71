// Installed dependencies: do they match package-lock.json, and how to make them.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * True when node_modules holds what package-lock.json says. npm writes what it installed to
 * node_modules/.package-lock.json as its last step, so a half-finished installation does not match.
 */
export function dependenciesMatch() {
  const installedFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const stale = Object.entries(installed).some(([path, entry]) => !sameEntry(entry, wanted[path]));
  const absent = Object.entries(wanted).some(
    ([path, entry]) => isRequired(path, entry) && !isThere(path, entry, installed),
  );
  return !stale && !absent && programsOf(wanted).every((name) => existsSync(inRoot('node_modules', '.bin', name)));
}

/** Names of the programs that projects of the workspace bring. */
const programsOf = (packages) =>
  Object.entries(packages).flatMap(([path, { bin = {} }]) => (path.includes('node_modules/') ? [] : Object.keys(bin)));

const sameEntry = (installed, wanted) =>
  wanted !== undefined && installed.version === wanted.version && installed.integrity === wanted.integrity;

/** Optional packages may be meant for another platform; the folders of the workspace are listed but not installed. */
const isRequired = (path, entry) => path.includes('node_modules/') && !entry.optional && !entry.devOptional;

/** Packages of the workspace are links. */
const isThere = (path, entry, installed) => (entry.link ? existsSync(inRoot(path)) : path in installed);

/** Runs `npm ci`; no package's install script runs, the workspace builds what it needs itself. */
export async function installDependencies() {
  const { code, output } = await capture('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error(`npm ci ended with code ${code}:\n${output}`);
}
