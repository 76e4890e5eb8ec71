// npm's install step of a native package.
import { existsSync } from 'node:fs';
import { findPrebuilt } from './addon.mjs';

/**
 * Uses a prebuilt binary when there is one, builds otherwise. A failure is explained but does not fail the installation;
 * loading the package then throws an error that says the same.
 *
 * @param build makes the binary, as buildAddon; receives a log function.
 */
export async function installAddon(addon, build) {
  const { manifest, variable, built } = addon;
  const say = (line) => console.log(`${manifest.name}: ${line}`);
  const prebuilt = findPrebuilt(addon);
  if (prebuilt !== undefined && existsSync(prebuilt)) return say(`using ${prebuilt}`);
  if (process.env[`${variable}_SKIP_BUILD`]) return say(`${variable}_SKIP_BUILD is set, no native binary was built`);
  try {
    return say(`${built} (${await build(say)})`);
  } catch (error) {
    return console.warn(explain(addon, error));
  }
}

function explain({ manifest, variable, prebuiltName, product }, error) {
  const asked = process.env[`${variable}_BINARY`];
  return [
    `${manifest.name}: no native binary for this machine. Tried:`,
    asked ? `  - ${variable}_BINARY=${asked}: not found` : `  - ${variable}_BINARY: not set`,
    `  - package ${prebuiltName}: not installed`,
    `  - a local build: ${error.message}`,
    'To get one: install CMake and a C++17 compiler with OpenMP and run',
    `  npm rebuild ${manifest.name} --foreground-scripts`,
    `or install ${prebuiltName}, or set ${variable}_BINARY to the path of a ${product}.`,
  ].join('\n');
}
