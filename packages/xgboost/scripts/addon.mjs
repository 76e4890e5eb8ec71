// dqs_xgboost.node: XGBoost is not compiled, the addon opens it at run time.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAddon, describeAddon } from '@dqs/native-support/build';

export const addon = describeAddon(dirname(dirname(fileURLToPath(import.meta.url))));

/** Brings build/dqs_xgboost.node up to date; returns how ("unchanged", "cached" or "built"). */
export const buildNative = (log) => buildAddon(addon, { log });
