// `npm run watch -- core [pattern]`: the tests of one project, run again at every change of a file they read, from the
// sources of all packages. `npm run watch -- --debug packages/core/tests/days.test.ts` runs one file once under the debugger.
import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { inRoot, projectFolders, root } from './paths.mjs';
import { show } from './run.mjs';
import { setUpOrExit } from './setup.mjs';

const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

/** Folder of a project by its last part: core, cli, tests. */
const folderOf = (name) => [...projectFolders(), 'tests'].find((folder) => folder.split(sep).at(-1) === name);

async function watch([name, ...patterns]) {
  const folder = name === undefined ? undefined : folderOf(name);
  if (folder === undefined) {
    const names = [...projectFolders(), 'tests'].map((one) => one.split(sep).at(-1));
    console.error(`usage: npm run watch -- <project> [pattern of test files]\nprojects: ${names.join(', ')}`);
    return 2;
  }
  return show('jest', ['--config', 'jest.config.cjs', '--watch', ...patterns], {
    cwd: inRoot(folder),
    env: { NODE_OPTIONS },
  });
}

async function debug([file = '']) {
  const folder = [...projectFolders(), 'tests'].find((one) => relative(root, file).startsWith(one + sep));
  if (folder === undefined || !existsSync(file)) {
    console.error(`expected a test file of the workspace, got "${file}"`);
    return 2;
  }
  const jest = inRoot('node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--inspect-brk=0', jest, '--config', 'jest.config.cjs', '--runInBand', '--testTimeout=3600000', file];
  return show(process.execPath, args, { cwd: inRoot(folder), env: { NODE_OPTIONS } });
}

const [first, ...rest] = process.argv.slice(2);
await setUpOrExit();
process.exitCode = await (first === '--debug' ? debug(rest) : watch(first === undefined ? [] : [first, ...rest]));
