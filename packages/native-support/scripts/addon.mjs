// Paths of a native package: its sources, its binary, the headers and the cache.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTarget } from './target.mjs';

/** The C++ shared by all engines, with addon.cmake. */
export const supportDirectory = resolve(dirname(fileURLToPath(import.meta.url)), '../native');

/**
 * Names and paths of a native package in a folder, as it looks for them at run time.
 *
 * @param root folder of its package.json; its C++ is in `native/`, its binary becomes `build/dqs_<engine>.node`.
 * @param engine what the binary is called; the last part of the package's name unless it says otherwise.
 */
export function describeAddon(root, engine = undefined) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return describe(root, manifest, engine ?? manifest.name.split('/').at(-1));
}

function describe(root, manifest, engine) {
  const product = `dqs_${engine}.node`;
  const target = buildTarget();
  const { platform, arch, libc, isCross } = target;
  // The name of a package for another C library is another one, so that none is taken for the other.
  const kind = `${platform}-${arch}${libc === 'musl' ? '-musl' : ''}`;
  return {
    root,
    manifest,
    engine,
    product,
    native: join(root, 'native'),
    target,
    built: join(root, 'build', ...(isCross ? [`${kind}-cross`] : []), product),
    prebuiltName: `${manifest.name}-${kind}`,
    kind,
    /** Prefix of its environment variables. */
    variable: `DQS_${engine.toUpperCase()}`,
    cache: cacheDirectory(root),
  };
}

/** Folders of node_api.h and napi.h, as the package in a folder finds them. */
export function headerDirectories(root) {
  const require = createRequire(join(root, 'package.json'));
  const folder = (name) => dirname(require.resolve(`${name}/package.json`));
  return { nodeApi: join(folder('node-api-headers'), 'include'), addonApi: folder('node-addon-api') };
}

/** DQS_NATIVE_CACHE, else node_modules/.cache/dqs-native of the workspace root or of the consumer's node_modules. */
function cacheDirectory(root) {
  if (process.env.DQS_NATIVE_CACHE) return resolve(process.env.DQS_NATIVE_CACHE);
  const inside = root.lastIndexOf(`${sep}node_modules${sep}`);
  const base = inside >= 0 ? root.slice(0, inside) : (workspaceRoot(root) ?? root);
  return join(base, 'node_modules', '.cache', 'dqs-native');
}

function workspaceRoot(root) {
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).workspaces !== undefined) return folder;
  }
  return undefined;
}
