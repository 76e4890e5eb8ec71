// `npm run archives -- folder [package …]`: packs what is published into a folder, or only some packages, such as `lightgbm`. A
// package with a native part names its prebuilt packages, and that of this machine is packed beside it; with
// DQS_NATIVE_TARGET=linux-arm64 the one of that processor, by Debian's cross compiler. `--as-built` packs what was built last.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, projectFolders } from './paths.mjs';
import { capture } from './run.mjs';
import { setUpOrExit } from './setup.mjs';

/** Packs projects and gives the paths of the archives. */
async function archives(folder, chosen) {
  mkdirSync(folder, { recursive: true });
  const made = [];
  for (const project of projectFolders().filter(
    (one) => chosen.length === 0 || chosen.includes(one.split('/').at(-1)),
  )) {
    const scripts = inRoot(project, 'scripts');
    if (!existsSync(join(scripts, 'build-native.mjs'))) made.push(await npmPack(inRoot(project), folder));
    else made.push(...(await packNative(scripts, folder)));
  }
  return made;
}

async function packNative(scripts, folder) {
  const { addon } = await import(pathToFileURL(join(scripts, 'addon.mjs')).href);
  const { packRelease } = await import('@dqs/native-support/build');
  const draft = mkdtempSync(join(tmpdir(), 'dqs-archives-'));
  try {
    await run(process.execPath, [join(scripts, 'build-native.mjs')]);
    await run(process.execPath, [join(scripts, 'pack-prebuilt.mjs'), draft]);
    return [packRelease(addon, folder), await npmPack(draft, folder)];
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function npmPack(project, folder) {
  const output = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, project]);
  return join(folder, output.trim().split('\n').at(-1));
}

async function run(command, args) {
  const { code, output } = await capture(command, args, { env: { NODE_OPTIONS: '' } });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

const AS_BUILT = '--as-built';
const [folder, ...chosen] = process.argv.slice(2).filter((one) => one !== AS_BUILT);
const unknown = chosen.filter((name) => !projectFolders().some((one) => one.split('/').at(-1) === name));
if (folder === undefined || unknown.length > 0) {
  console.error(
    unknown.length > 0 ? `no package is called ${unknown.join(', ')}` : 'usage: npm run archives -- folder [package …]',
  );
  process.exit(2);
}
if (!process.argv.includes(AS_BUILT)) await setUpOrExit();
for (const archive of await archives(resolve(folder), chosen)) console.log(archive);
