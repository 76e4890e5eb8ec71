// Makes the folder of a publishable prebuilt package, @dqs/xgboost-<platform>-<arch>, from build/dqs_xgboost.node.
// Usage: node scripts/pack-prebuilt.mjs [folder]     (default: build/<platform>-<arch>)
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtFile, packageRoot, prebuiltName } from './native/paths.mjs';

if (!existsSync(builtFile)) throw new Error(`${builtFile} is missing: run node scripts/build-native.mjs first`);
const folder = resolve(process.argv[2] ?? join(packageRoot, 'build', `${process.platform}-${process.arch}`));
const own = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
const manifest = {
  name: prebuiltName,
  version: own.version,
  description: `Prebuilt binary of @dqs/xgboost for ${process.platform}-${process.arch}`,
  license: own.license,
  os: [process.platform],
  cpu: [process.arch],
  engines: own.engines,
  main: 'dqs_xgboost.node',
  files: ['dqs_xgboost.node'],
  publishConfig: { access: 'public' },
};
// The C library it was linked against, where Node can tell: the binary does not run on another.
if (process.platform === 'linux')
  manifest.libc = [process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'];
mkdirSync(folder, { recursive: true });
copyFileSync(builtFile, join(folder, 'dqs_xgboost.node'));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(
  join(folder, 'README.md'),
  `# ${prebuiltName}\n\n${manifest.description}. Found by @dqs/xgboost when installed beside it.\n`,
);
console.log(folder);
