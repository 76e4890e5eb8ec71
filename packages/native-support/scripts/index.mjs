// Used by the install, build and pack scripts of a package with a native engine: @dqs/native-support/build.
export { describeAddon } from './addon.mjs';
export { buildAddon, compileInto } from './build.mjs';
export { installAddon } from './install.mjs';
export { packPrebuilt } from './pack-prebuilt.mjs';
export { run } from './run.mjs';
