// dqs_lightgbm.node is built in two steps: LightGBM as a static library, then our addon linked against it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAddon, compileInto, describeAddon } from '@dqs/native-support/build';
import { lightgbmSource, sourceIntegrity } from './source.mjs';

const LIBRARY = 'liblightgbm_core.a';

export const addon = describeAddon(dirname(dirname(fileURLToPath(import.meta.url))));

/** Brings build/dqs_lightgbm.node up to date; returns how ("unchanged", "cached" or "built"). */
export const buildNative = (log) =>
  buildAddon(addon, { log, library: { folder: 'core/', origin: sourceIntegrity, prepare: prepareLibrary } });

function prepareLibrary(key, log = () => {}) {
  const { cache, native } = addon;
  const source = `-DLIGHTGBM_SOURCE=${lightgbmSource(cache)}`;
  const target = join(cache, `core-${key}`);
  if (!existsSync(join(target, LIBRARY))) {
    log('compiling LightGBM (one to three minutes on two cores)');
    compileInto({ cache, project: join(native, 'core'), target, product: LIBRARY, definitions: [source] });
  }
  return [source, `-DDQS_CORE_LIBRARY=${join(target, LIBRARY)}`];
}
