// LightGBM's source tree: the npm package `lightgbm` carries all of it. Only its tarball is fetched (its install script
// never runs), checked against a pinned hash, and the part we compile is unpacked into the cache.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@dqs/native-support/build';

export const sourcePackage = 'lightgbm@1.0.27';
export const sourceIntegrity =
  'sha512-4E/Gjr3FqQl9U3z0BMuuViTlvO7T9oGMcfa3Jp2MRyKWWSJxFPs7xDTlzrEaBBG6iA69S/AcGn1lgMCuZT8qsg==';

/** Path of the unpacked LightGBM tree, fetched on first use. */
export function lightgbmSource(cache) {
  const target = join(cache, `source-${createHash('sha256').update(sourceIntegrity).digest('hex').slice(0, 16)}`);
  const tree = join(target, 'package', 'dependencies', 'LightGBM');
  if (existsSync(join(tree, 'src', 'c_api.cpp'))) return tree;
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'fetch-'));
  try {
    unpack(fetchTarball(temporary), temporary);
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return tree;
}

/** DQS_LIGHTGBM_SOURCE may name the tarball itself, for machines without a registry. */
function fetchTarball(folder) {
  let file = process.env.DQS_LIGHTGBM_SOURCE;
  if (!file) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    run(npm, ['pack', sourcePackage, '--ignore-scripts', '--pack-destination', folder], { cwd: folder });
    file = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz');
  }
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (actual !== sourceIntegrity) {
    throw new Error(`${file}: integrity is ${actual}, expected ${sourceIntegrity} of ${sourcePackage}`);
  }
  return file;
}

function unpack(tarball, folder) {
  const parts = ['include', 'src', 'external_libs', 'LICENSE'].map((part) => `package/dependencies/LightGBM/${part}`);
  const result = spawnSync('tar', ['-xzf', tarball, '-C', folder, ...parts], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`tar cannot unpack ${tarball}: ${result.error?.message ?? result.stderr}`);
  if (tarball.startsWith(folder)) rmSync(tarball);
}
