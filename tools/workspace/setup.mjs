// Makes a bare clone ready to run. Needs nothing but Node and npm, says what it does, does nothing twice. `--peers` also
// installs the programs that some tests need (peers.mjs); nothing else ever installs system packages.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependenciesMatch, installDependencies } from './dependencies.mjs';
import { fingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { compilersMissing, MISSING_COMPILERS_ADVICE } from './compilers.mjs';
import { installPeers } from './peers.mjs';
import { inRoot, projectFolders } from './paths.mjs';
import { capture, secondsSince } from './run.mjs';

const BUILD_FILES = [
  'src',
  'native',
  'scripts',
  'package.json',
  'tsup.config.mjs',
  'tsconfig.json',
  'tsconfig.lib.json',
];
const SHARED_FILES = ['package-lock.json', 'nx.json', 'tsconfig.base.json', 'tsup.base.mjs'];
/** Packages with a binary of their own: the script that makes it and the file. */
const NATIVE = Object.entries({ lightgbm: 'dqs_lightgbm', xgboost: 'dqs_xgboost', ingestion: 'dqs_scan' }).map(
  ([folder, binary]) => ({
    script: inRoot('packages', folder, 'scripts', 'build-native.mjs'),
    file: inRoot('packages', folder, 'build', `${binary}.node`),
  }),
);
/** Inside node_modules, so that removing those starts afresh. */
const STAMP = inRoot('node_modules', '.cache', 'dqs', 'setup.sha256');

/**
 * Installs, compiles and builds what is missing or out of date; safe to run from several processes at once.
 *
 * @param report receives one line per step that had something to do.
 */
export async function setUp(report = (line) => console.error(line)) {
  await withLock(
    inRoot('.cache', 'setup.lock'),
    async () => {
      if (!dependenciesMatch()) await step('installing dependencies', installDependencies, report);
      const wanted = buildFingerprint();
      if (isBuilt(wanted)) return;
      await step('compiling the native parts (some minutes the first time)', compileNative, report);
      await step('building the packages', buildPackages, report);
      mkdirSync(dirname(STAMP), { recursive: true });
      writeFileSync(STAMP, wanted);
    },
    (pid) => report(`setup: waiting for another setup (process ${pid})`),
  );
}

async function step(name, work, report) {
  report(`setup: ${name} …`);
  const start = performance.now();
  await work();
  report(`setup: ${name}: done in ${secondsSince(start)}`);
}

const buildFingerprint = () =>
  `${process.platform}-${process.arch}-${process.versions.modules} ` +
  fingerprint([
    ...SHARED_FILES,
    ...projectFolders().flatMap((folder) => BUILD_FILES.map((file) => join(folder, file))),
  ]);

function isBuilt(wanted) {
  const results = [...NATIVE.map(({ file }) => file), ...projectFolders().map((folder) => inRoot(folder, 'dist'))];
  return results.every((path) => existsSync(path)) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
}

async function compileNative() {
  for (const { script } of NATIVE) {
    const { code, output } = await capture(process.execPath, [script]);
    if (code === 0) continue;
    const missing = await compilersMissing();
    throw new Error(missing.length > 0 ? MISSING_COMPILERS_ADVICE(missing) : `the native build failed:\n${output}`);
  }
}

async function buildPackages() {
  const { code, output } = await capture('nx', ['run-many', '-t', 'build'], { env: { FORCE_COLOR: '0' } });
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}

/** True where a version is at least the `>=major.minor` of a package.json. */
function isNewEnough(version, needed) {
  const [major, minor] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.replace('>=', '').split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/** Runs the set-up as the first step of a command: on failure says why and ends the process with code 1. */
export async function setUpOrExit() {
  const { node: needed } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).engines;
  if (!isNewEnough(process.versions.node, needed)) {
    console.error(`DQS needs Node.js ${needed.replace('>=', '')} or newer, and this is ${process.versions.node}.`);
    process.exit(1);
  }
  try {
    await setUp();
  } catch (error) {
    console.error(`setup failed: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wantsPeers = process.argv.includes('--peers');
  const hasPeers = !wantsPeers || (await installPeers());
  await setUpOrExit();
  console.error('setup: ready');
  if (!hasPeers) process.exitCode = 1;
}
