// Makes the folder of a publishable prebuilt package, @dqs/lightgbm-<platform>-<arch>, from build/dqs_lightgbm.node.
// Usage: node scripts/pack-prebuilt.mjs [folder]     (default: build/<platform>-<arch>)
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtFile, cacheDirectory, packageRoot, prebuiltName } from './native/paths.mjs';
import { lightgbmSource } from './native/source.mjs';

if (!existsSync(builtFile)) throw new Error(`${builtFile} is missing: run node scripts/build-native.mjs first`);
const folder = resolve(process.argv[2] ?? join(packageRoot, 'build', `${process.platform}-${process.arch}`));
const own = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
const manifest = {
  name: prebuiltName,
  version: own.version,
  description: `Prebuilt binary of @dqs/lightgbm for ${process.platform}-${process.arch}`,
  license: own.license,
  os: [process.platform],
  cpu: [process.arch],
  engines: own.engines,
  main: 'dqs_lightgbm.node',
  files: ['dqs_lightgbm.node', 'LICENSE.LightGBM'],
  publishConfig: { access: 'public' },
};
// The C library it was linked against, where Node can tell: the binary does not run on another.
if (process.platform === 'linux')
  manifest.libc = [process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'];
mkdirSync(folder, { recursive: true });
copyFileSync(builtFile, join(folder, 'dqs_lightgbm.node'));
// The binary contains LightGBM, whose MIT license asks to go with it.
copyFileSync(join(lightgbmSource(cacheDirectory()), 'LICENSE'), join(folder, 'LICENSE.LightGBM'));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(
  join(folder, 'README.md'),
  `# ${prebuiltName}\n\n${manifest.description}. Found by @dqs/lightgbm when installed beside it.\n`,
);
console.log(folder);
