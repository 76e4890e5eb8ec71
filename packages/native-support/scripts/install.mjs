// npm's install step of a native package.
import { existsSync } from 'node:fs';
import { findPrebuilt } from './addon.mjs';

/**
 * Uses a prebuilt binary when there is one, builds otherwise. A failure is explained but does not fail the installation.
 *
 * @param build makes the binary, as buildAddon; receives a log function.
 * @param instead what happens without the binary; unless said otherwise, loading the package throws an error that says the same.
 */
export async function installAddon(addon, build, instead) {
  const { manifest, variable, built } = addon;
  const say = (line) => console.log(`${manifest.name}: ${line}`);
  const prebuilt = findPrebuilt(addon);
  if (prebuilt !== undefined && existsSync(prebuilt)) return say(`using ${prebuilt}`);
  if (process.env[`${variable}_SKIP_BUILD`]) return say(`${variable}_SKIP_BUILD is set, no native binary was built`);
  try {
    return say(`${built} (${await build(say)})`);
  } catch (error) {
    return console.warn([explain(addon, error), ...(instead === undefined ? [] : [instead])].join('\n'));
  }
}

function explain({ manifest, variable, prebuiltName, product }, error) {
  const asked = process.env[`${variable}_BINARY`];
  // Packing writes them into the manifest (pack-release.mjs): what is not there was never published.
  const published = Object.keys(manifest.optionalDependencies ?? {}).filter((name) =>
    name.startsWith(`${manifest.name}-`),
  );
  return [
    `${manifest.name}: no native binary for this machine. Tried:`,
    asked ? `  - ${variable}_BINARY=${asked}: not found` : `  - ${variable}_BINARY: not set`,
    `  - package ${prebuiltName}: ${published.includes(prebuiltName) ? 'not installed' : 'there is none'}`,
    `  - a local build: ${error.message}`,
    'To get one, do one of these:',
    '  - install CMake and a C++17 compiler with OpenMP and run',
    `      npm rebuild ${manifest.name} --foreground-scripts`,
    ...(published.includes(prebuiltName)
      ? [`  - install the prebuilt package: npm install ${prebuiltName}@${manifest.version}`]
      : []),
    `  - set ${variable}_BINARY to the path of a ${product} built elsewhere`,
    ...(published.length > 0 ? [`Prebuilt packages: ${published.join(', ')}.`] : []),
  ].join('\n');
}
