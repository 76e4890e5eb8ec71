// LightGBM's source tree. By default that which the npm package `lightgbm` carries: only its tarball is fetched, its install
// script never runs. DQS_LIGHTGBM_SOURCE names the tarball of any release below instead. A tarball is recognised by its
// pinned hash, and the part we compile is unpacked into the cache.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@dqs/native-support/build';

/**
 * The releases that this package is tested with, the default first: LightGBM's version, what the tarball is called, its hash,
 * and the folder of the sources in it.
 */
export const releases = [
  {
    version: '4.1.0.99',
    tarball: 'lightgbm@1.0.27 of npm',
    package: 'lightgbm@1.0.27',
    integrity: 'sha512-4E/Gjr3FqQl9U3z0BMuuViTlvO7T9oGMcfa3Jp2MRyKWWSJxFPs7xDTlzrEaBBG6iA69S/AcGn1lgMCuZT8qsg==',
    folder: 'package/dependencies/LightGBM',
  },
  {
    version: '4.6.0',
    tarball: 'lightgbm-4.6.0.tar.gz of PyPI',
    integrity: 'sha512-J9lcIQDd73UO8E+LYB24URMAe7pLHyD/6yzopJzAFyVzKofN/Z9LqBdGPOzhUp78c+rPV+OlZNvntu4FhVXpWQ==',
    folder: 'lightgbm-4.6.0',
  },
];

/**
 * The release to compile: the one whose tarball DQS_LIGHTGBM_SOURCE names, else the default.
 *
 * @throws Error if that file is none of them.
 */
export function chosenRelease() {
  const file = process.env.DQS_LIGHTGBM_SOURCE;
  if (!file) return releases[0];
  const integrity = integrityOf(file);
  const release = releases.find((one) => one.integrity === integrity);
  if (release !== undefined) return release;
  const known = releases.map(({ version, tarball, integrity }) => `  - ${version}: ${tarball}, ${integrity}`);
  throw new Error(`DQS_LIGHTGBM_SOURCE: ${file} has the integrity ${integrity}; expected one of\n${known.join('\n')}`);
}

/** Path of the unpacked tree of a release, fetched on first use. */
export function lightgbmSource(cache, release = chosenRelease()) {
  const target = join(cache, `source-${createHash('sha256').update(release.integrity).digest('hex').slice(0, 16)}`);
  const tree = join(target, ...release.folder.split('/'));
  if (existsSync(join(tree, 'src', 'c_api.cpp'))) return tree;
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'fetch-'));
  try {
    unpack(tarballOf(release, temporary), temporary, release.folder);
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return tree;
}

function tarballOf(release, folder) {
  let file = process.env.DQS_LIGHTGBM_SOURCE;
  if (!file) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    run(npm, ['pack', release.package, '--ignore-scripts', '--pack-destination', folder], { cwd: folder });
    file = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz');
  }
  const actual = integrityOf(file);
  if (actual === release.integrity) return file;
  throw new Error(`${file}: integrity is ${actual}, expected ${release.integrity} of ${release.tarball}`);
}

const integrityOf = (file) => `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;

function unpack(tarball, folder, root) {
  const parts = ['include', 'src', 'external_libs', 'LICENSE'].map((part) => `${root}/${part}`);
  const result = spawnSync('tar', ['-xzf', tarball, '-C', folder, ...parts], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`tar cannot unpack ${tarball}: ${result.error?.message ?? result.stderr}`);
  if (tarball.startsWith(folder)) rmSync(tarball);
}
