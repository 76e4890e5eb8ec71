// Creates the folder of a publishable prebuilt package, @dqs/lightgbm-<platform>-<arch>, from build/dqs_lightgbm.node.
// Usage: node scripts/pack-prebuilt.mjs [folder] (default: build/<platform>-<arch>)
import { join } from 'node:path';
import { packPrebuilt } from '@dqs/native-support/build';
import { addon } from './addon.mjs';
import { lightgbmSource } from './source.mjs';

// The binary contains LightGBM, whose MIT license must accompany it.
const license = { 'LICENSE.LightGBM': join(lightgbmSource(addon.cache), 'LICENSE') };
console.log(packPrebuilt(addon, process.argv[2], license));
