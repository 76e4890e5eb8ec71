// Creates the folder of a publishable prebuilt package, @dqs/ingestion-<platform>-<arch>, from build/dqs_scan.node.
// Usage: node scripts/pack-prebuilt.mjs [folder] (default: build/<platform>-<arch>)
import { packPrebuilt } from '@dqs/native-support/build';
import { addon } from './addon.mjs';

console.log(packPrebuilt(addon, process.argv[2]));
