// `npm run archives -- folder [package …]`: packs what is published into a folder, or only some packages, such as `lightgbm`. A
// package with a native part names its prebuilt packages, and that of this machine is packed beside it; with
// DQS_NATIVE_TARGET=linux-arm64 the one of that processor, by Debian's cross compiler. `--as-built` packs what was built last.
import { resolve } from 'node:path';
import { projectFolders } from './paths.mjs';
import { setUpOrExit } from './setup.mjs';

const AS_BUILT = '--as-built';
const nameOf = (project) => project.split('/').at(-1);
const [folder, ...chosen] = process.argv.slice(2).filter((one) => one !== AS_BUILT);
const unknown = chosen.filter((name) => !projectFolders().some((one) => nameOf(one) === name));
if (folder === undefined || unknown.length > 0) {
  console.error(
    unknown.length > 0 ? `no package is called ${unknown.join(', ')}` : 'usage: npm run archives -- folder [package …]',
  );
  process.exit(2);
}
if (!process.argv.includes(AS_BUILT)) await setUpOrExit();
// What it needs is built by the set-up.
const { packAll } = await import('../release/pack.mjs');
const projects = projectFolders().filter((one) => chosen.length === 0 || chosen.includes(nameOf(one)));
for (const archive of await packAll(resolve(folder), projects)) console.log(archive);
