// `node tools/release/verify.mjs folder`: looks at archives as those do who install them: publint at what package.json says, Are The
// Types Wrong at the types of every entry, both on the packed bytes. Prints a line for each problem and ends with 1 if there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** The ways of TypeScript to find a package that are promised. `node10` knows no `exports`; the apps are ES modules alone. */
const promised = (exports) => ['node16-esm', 'bundler', ...(exports['.'].require === undefined ? [] : ['node16-cjs'])];

async function problemsOf(path) {
  const bytes = readFileSync(path);
  const { messages, pkg } = await publint({ pack: { tarball: toArrayBuffer(bytes) }, strict: true });
  const about = (line) => `${pkg.name}: ${line}`;
  const lint = messages.map((one) => about(formatMessage(one, pkg, { color: false })));
  return [...lint, ...(await typeProblems(bytes, pkg)).map(about)];
}

async function typeProblems(bytes, { exports = {} }) {
  // A program has nothing to import, and a binary no types.
  if (exports['.'] === undefined) return [];
  const { problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)), {
    excludeEntrypoints: withoutTypes(exports),
  });
  return problems.filter((one) => isPromised(one, exports)).map((one) => JSON.stringify(one));
}

/** Entries that are no code, or scripts of a build. */
const withoutTypes = (exports) => Object.keys(exports).filter((name) => typeof exports[name] === 'string');

const isPromised = ({ kind, resolutionKind, resolutionOption }, exports) =>
  (resolutionKind === undefined || promised(exports).includes(resolutionKind)) &&
  resolutionOption !== 'node10' &&
  // A CommonJS program imports them dynamically.
  !(kind === 'CJSResolvesToESM' && exports['.'].require === undefined);

const toArrayBuffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

const [folder] = process.argv.slice(2);
const archives = readdirSync(folder).filter((name) => /^dqs-.*\.tgz$/.test(name));
if (archives.length === 0) throw new Error(`${folder} holds no archive: npm run archives -- ${folder}`);
let count = 0;
for (const name of archives) {
  const problems = await problemsOf(join(folder, name));
  count += problems.length;
  for (const problem of problems) console.log(problem);
}
if (count === 0) console.log(`${archives.length} archives, no problem`);
process.exitCode = count === 0 ? 0 : 1;
