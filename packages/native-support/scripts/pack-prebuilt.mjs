// Creates the folder of a publishable prebuilt package, <package>-<platform>-<arch>, from the binary built for it.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertRunsOnOlderSystems } from './symbol-versions.mjs';

/** What prebuilt packages are made for. */
const PREBUILT = ['linux-x64', 'linux-arm64'];

/**
 * Names of the packages with the binary of an addon, of which npm installs the one that fits. They are added when it is packed and
 * cannot stand in the package.json of the repository: a lock file can only hold what is on a registry.
 */
export const prebuiltPackages = ({ manifest }) => PREBUILT.map((kind) => `${manifest.name}-${kind}`);

/**
 * @param addon from describeAddon.
 * @param folder where to; the default is build/<platform>-<arch> of the package.
 * @param extra further files: name in the package → path.
 * @returns the folder.
 */
export function packPrebuilt(addon, folder, extra = {}) {
  const { root, built, product, prebuiltName, manifest, target, kind } = addon;
  if (!existsSync(built)) throw new Error(`${built} is missing: run node scripts/build-native.mjs first`);
  if (target.libc === 'glibc') assertRunsOnOlderSystems(built);
  const place = resolve(folder ?? join(root, 'build', kind));
  const files = { [product]: built, ...extra };
  const own = manifestOf(addon, Object.keys(files));
  mkdirSync(place, { recursive: true });
  for (const [name, path] of Object.entries(files)) copyFileSync(path, join(place, name));
  writeFileSync(join(place, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  const readme = `# ${prebuiltName}\n\n${own.description}. Found by ${manifest.name} when installed next to it.\n`;
  writeFileSync(join(place, 'README.md'), readme);
  return place;
}

function manifestOf({ manifest, prebuiltName, product, target, kind }, files) {
  return {
    name: prebuiltName,
    version: manifest.version,
    description: `Prebuilt binary of ${manifest.name} for ${kind}`,
    license: manifest.license,
    type: 'commonjs',
    os: [target.platform],
    cpu: [target.arch],
    engines: manifest.engines,
    main: product,
    files,
    publishConfig: { access: 'public' },
    // The C library it was linked against: the binary does not run on another.
    ...(target.libc !== undefined && { libc: [target.libc] }),
  };
}
