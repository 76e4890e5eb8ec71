import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { binaryLoader } from '@dqs/native-support';

import { LightGBMError } from './errors.js';
import type { NativeModule } from './native.js';

/** This file is in `src`, or bundled in `dist`: the package's folder is one above. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The native module, loaded on first use; the only way to it.
 *
 * @throws LightGBMError `native-missing` or `native-incompatible`, with what was tried and what to do
 */
export const native = binaryLoader<NativeModule>({ engine: 'lightgbm', root, ErrorClass: LightGBMError });
