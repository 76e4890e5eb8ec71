// Creates the folder of a publishable prebuilt package, <package>-<platform>-<arch>, from the binary built here.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * @param addon from describeAddon.
 * @param folder where to; the default is build/<platform>-<arch> of the package.
 * @param extra further files: name in the package → path.
 * @returns the folder.
 */
export function packPrebuilt(addon, folder, extra = {}) {
  const { root, built, product, prebuiltName, manifest } = addon;
  if (!existsSync(built)) throw new Error(`${built} is missing: run node scripts/build-native.mjs first`);
  const target = resolve(folder ?? join(root, 'build', `${process.platform}-${process.arch}`));
  const files = { [product]: built, ...extra };
  const own = manifestOf(addon, Object.keys(files));
  mkdirSync(target, { recursive: true });
  for (const [name, path] of Object.entries(files)) copyFileSync(path, join(target, name));
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  const readme = `# ${prebuiltName}\n\n${own.description}. Found by ${manifest.name} when installed next to it.\n`;
  writeFileSync(join(target, 'README.md'), readme);
  return target;
}

function manifestOf({ manifest, prebuiltName, product }, files) {
  return {
    name: prebuiltName,
    version: manifest.version,
    description: `Prebuilt binary of ${manifest.name} for ${process.platform}-${process.arch}`,
    license: manifest.license,
    os: [process.platform],
    cpu: [process.arch],
    engines: manifest.engines,
    main: product,
    files,
    publishConfig: { access: 'public' },
    // The C library it was linked against, if Node reports it: the binary does not run on another.
    ...(process.platform === 'linux' && {
      libc: [process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'],
    }),
  };
}
