// npm's install step: a prebuilt scanner, or one that is built here. The package works without: DuckDB then reads, with the same
// result.
import { installAddon } from '@dqs/native-support/build';
import { addon, buildNative } from './addon.mjs';

await installAddon(addon, buildNative, 'DuckDB reads delimited files instead, with the same result.');
