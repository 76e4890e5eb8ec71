// `npm run interop [-- name …]`: lets the tools themselves, in Python environments of their own, write results, imports
// them, and compares the counts with each tool's own report. A suite is a folder beside this file whose `suite.mjs`
// exports `requirements` (pinned, for pip; absent where it needs no Python), optionally `without` (requirements that need not be installed), and
// `run({ python, bin, folder })`, which gives comparisons `{ what, tool, dqs }`. Environments are kept in
// node_modules/.cache/interop/<name>. A suite whose packages cannot be fetched, or that throws `NotHere`, is left out, loudly.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureEnvironment } from './environment.mjs';
import { NotHere } from './not-here.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const known = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'suite.mjs')));

/** Runs a suite; true unless a comparison differs. */
async function runSuite(name) {
  console.log(`\n── ${name}`);
  const suite = await import(join(HERE, name, 'suite.mjs'));
  const environment = suite.requirements === undefined ? {} : ensureEnvironment(name, suite);
  if ('problem' in environment) {
    console.log(`NOT RUN: what ${name} needs cannot be installed here (${environment.problem})`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), `dqs-interop-${name}-`));
  try {
    const comparisons = await suite.run({ ...environment, folder });
    for (const one of comparisons) console.log(`${isEqual(one) ? 'equal ' : 'DIFFER'}  ${one.what}: ${text(one)}`);
    return (comparisons.length > 0 || suite.requirements === undefined) && comparisons.every(isEqual);
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(`NOT RUN: ${error.message}`);
    return true;
  } finally {
    if (process.env.DQS_INTEROP_KEEP === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(`kept ${folder}`);
  }
}

const isEqual = ({ tool, dqs }) => JSON.stringify(tool) === JSON.stringify(dqs);
const text = ({ tool, dqs }) =>
  isEqual({ tool, dqs }) ? JSON.stringify(tool) : `the tool says ${JSON.stringify(tool)}, dqs ${JSON.stringify(dqs)}`;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no suite is called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}
let isFine = true;
for (const name of names.length > 0 ? names : known) isFine = (await runSuite(name)) && isFine;
process.exitCode = isFine ? 0 : 1;
