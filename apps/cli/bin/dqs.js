#!/usr/bin/env node
// In the repository from the start, so that `npm install` links the command before anything is built. It says which Node is
// needed before it loads what an older one cannot even parse.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace('>=', '');
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(`dqs needs Node.js ${needed} or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}
const program = new URL('../dist/main.js', import.meta.url);
if (!existsSync(program)) {
  console.error(`dqs is not built yet: run npm run setup in ${fileURLToPath(new URL('../../..', import.meta.url))}`);
  process.exit(1);
}
await import(program.href);
