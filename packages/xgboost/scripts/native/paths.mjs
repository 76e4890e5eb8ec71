// Where things are: the package itself, its two header packages, the cache folder and the built file.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const nativeDirectory = join(packageRoot, 'native');
export const builtFile = join(packageRoot, 'build', 'dqs_xgboost.node');
export const prebuiltName = `@dqs/xgboost-${process.platform}-${process.arch}`;
const require = createRequire(join(packageRoot, 'package.json'));

/** Folders of node_api.h and napi.h. */
export function headerDirectories() {
  const folder = (name) => dirname(require.resolve(`${name}/package.json`));
  return { nodeApi: join(folder('node-api-headers'), 'include'), addonApi: folder('node-addon-api') };
}

/** DQS_NATIVE_CACHE, else node_modules/.cache/dqs-native of the workspace root or of the consumer's node_modules. */
export function cacheDirectory() {
  if (process.env.DQS_NATIVE_CACHE) return resolve(process.env.DQS_NATIVE_CACHE);
  const inside = packageRoot.lastIndexOf(`${sep}node_modules${sep}`);
  if (inside >= 0) return join(packageRoot.slice(0, inside), 'node_modules', '.cache', 'dqs-native');
  return join(workspaceRoot() ?? packageRoot, 'node_modules', '.cache', 'dqs-native');
}

function workspaceRoot() {
  for (let folder = dirname(packageRoot); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).workspaces !== undefined) return folder;
  }
  return undefined;
}

/** The first prebuilt binary found: DQS_XGBOOST_BINARY, then the platform package. */
export function findPrebuilt() {
  if (process.env.DQS_XGBOOST_BINARY) return resolve(process.env.DQS_XGBOOST_BINARY);
  try {
    return require.resolve(`${prebuiltName}/dqs_xgboost.node`);
  } catch {
    return undefined;
  }
}
