// An empty project of a user who has Node and npm, and no compiler.
import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureAs } from '../../workspace/run.mjs';
import { output } from '../not-here.mjs';
import { nodeOrNotHere, plainEnvironment } from './registry.mjs';

/** Runs a program beside the registry; gives what it printed, or throws with it. */
export async function runBeside(program, args, options) {
  const { code, output: printed } = await captureAs(program, args, options);
  if (code === 0) return printed;
  throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${printed}`);
}

/** npm's own program, which any Node runs. */
export const npmProgram = () =>
  join(output('npm', ['root', '--global'], { env: plainEnvironment() }).trim(), 'npm', 'bin', 'npm-cli.js');

/**
 * Makes the project.
 *
 * @param major the Node that it runs on.
 * @returns `npm(...args)` and `run(program, ...args)` in it, by that Node, with nothing on the path but Node and a shell.
 */
export async function emptyProject(base, name, major, npmrc) {
  const folder = join(base, name);
  const bin = join(base, `${name}-bin`);
  for (const one of [folder, bin]) mkdirSync(one);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  const node = join(await nodeOrNotHere(major), 'node');
  symlinkSync(node, join(bin, 'node'));
  symlinkSync('/bin/sh', join(bin, 'sh'));
  const env = {
    ...plainEnvironment(),
    PATH: bin,
    npm_config_userconfig: npmrc,
    npm_config_cache: join(base, `${name}-npm`),
  };
  const options = { cwd: folder, env };
  return {
    folder,
    npm: (...args) => runBeside(node, [npmProgram(), ...args], options),
    run: (program, ...args) => runBeside(join(folder, 'node_modules', '.bin', program), args, options),
    node: (...args) => runBeside(node, args, options),
  };
}

/** Bytes of all files below a folder. */
export function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}
