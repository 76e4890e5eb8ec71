#!/usr/bin/env node
// In the repository from the start, so that `npm install` links the command before anything is built. It says which Node is
// needed before it loads what an older one cannot even parse.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const { engines, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace('>=', '');
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(`dqs needs Node.js ${needed} or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}
// Scripts ask for the version before anything else: it needs none of the program.
if (process.argv.length === 3 && ['-V', '--version'].includes(process.argv[2])) console.log(version);
else {
  const program = new URL('../dist/main.js', import.meta.url);
  if (!existsSync(program)) {
    console.error(`dqs is not built yet: run npm run setup in ${fileURLToPath(new URL('../../..', import.meta.url))}`);
    process.exit(1);
  }
  // Where Node can keep what it has compiled, the second start takes less than the first.
  module.enableCompileCache?.();
  await import(program.href);
}
