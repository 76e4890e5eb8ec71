// npm's install step.
import { installAddon } from '@dqs/native-support/build';
import { addon, buildNative } from './addon.mjs';

await installAddon(addon, buildNative);
