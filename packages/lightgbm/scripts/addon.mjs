// dqs_lightgbm.node is built in two steps: LightGBM as a static library, then our addon linked against it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAddon, compileInto, describeAddon } from '@dqs/native-support/build';
import { chosenRelease, lightgbmSource } from './source.mjs';

const LIBRARY = 'liblightgbm_core.a';

export const addon = describeAddon(dirname(dirname(fileURLToPath(import.meta.url))));

/** Brings build/dqs_lightgbm.node, or another file, up to date; returns how ("unchanged", "cached" or "built"). */
export function buildNative(log, built = addon.built) {
  const release = chosenRelease();
  const prepare = (key, say) => prepareLibrary(release, key, say);
  return buildAddon({ ...addon, built }, { log, library: { folder: 'core/', origin: release.integrity, prepare } });
}

function prepareLibrary(release, key, log = () => {}) {
  const { cache, native } = addon;
  const source = `-DLIGHTGBM_SOURCE=${lightgbmSource(cache, release)}`;
  const target = join(cache, `core-${key}`);
  if (!existsSync(join(target, LIBRARY))) {
    log(`compiling LightGBM ${release.version} (one to three minutes on two cores)`);
    compileInto({ cache, project: join(native, 'core'), target, product: LIBRARY, definitions: [source] });
  }
  const version = `-DDQS_LIGHTGBM_VERSION=${release.version}`;
  return [source, version, `-DDQS_CORE_LIBRARY=${join(target, LIBRARY)}`];
}
