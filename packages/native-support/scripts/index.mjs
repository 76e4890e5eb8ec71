// Used by the build and pack scripts of a package with a native engine: @dqs/native-support/build.
export { describeAddon, headerDirectories } from './addon.mjs';
export { buildAddon, compileInto } from './build.mjs';
export { olderSystems } from './older-systems.mjs';
export { packPrebuilt, prebuiltPackages } from './pack-prebuilt.mjs';
export { run } from './run.mjs';
export { newestVersions, OLDEST_GLIBC } from './symbol-versions.mjs';
