// Packs a native package for publishing: its archive names the prebuilt packages as optional dependencies, of which npm installs
// the one that fits. They cannot stand in the package.json of the repository: a lock file can only hold what is on a registry.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from './run.mjs';

/** What prebuilt packages are made for. */
const PREBUILT = ['linux-x64', 'linux-arm64'];

/**
 * @param addon from describeAddon.
 * @param folder where the archive goes.
 * @returns its path.
 */
export function packRelease({ root, manifest }, folder) {
  const into = resolve(folder);
  const draft = mkdtempSync(join(tmpdir(), 'dqs-release-'));
  try {
    const [{ files }] = JSON.parse(run('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], { cwd: root }));
    for (const { path } of files) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      cpSync(join(root, path), join(draft, path));
    }
    const optionalDependencies = Object.fromEntries(
      PREBUILT.map((kind) => [`${manifest.name}-${kind}`, manifest.version]),
    );
    writeFileSync(join(draft, 'package.json'), `${JSON.stringify({ ...manifest, optionalDependencies }, null, 2)}\n`);
    mkdirSync(into, { recursive: true });
    const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: draft });
    return join(into, JSON.parse(packed)[0].filename);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
