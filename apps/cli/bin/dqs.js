#!/usr/bin/env node
// In the repository from the start, so that `npm install` links the command before anything is built. It says which Node is
// needed before it loads what an older one cannot even parse.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace('>=', '');
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(`dqs needs Node.js ${needed} or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}
await import('../dist/main.js');
