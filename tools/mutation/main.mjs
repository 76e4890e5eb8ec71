// `npm run mutation [-- [--sample 1/60] package | file …]`: changes the sources in small ways, runs the tests that reach each change,
// and reports how many changes they notice. `-- core` takes a package, `-- packages/core/src/rows.ts` a file; without a name it takes
// the packages whose mistakes cost most, which is a night's work. `--sample 1/60` tries the first sixtieth of all changes, drawn at
// random and always the same, and says how far the score may be from that of all (95 %, Wilson's interval); 2/60 is the next. What is
// not committed is not looked at: the changes are made in a clone. Reports with every survivor are written to tmp/mutation.
//
// StrykerJS is installed on first use, in an environment of its own in node_modules/.cache: neither product nor tests need it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../bench/table.mjs';
import { cloneOf } from '../workspace/clone.mjs';
import { ensureNpmEnvironment } from '../workspace/npm-environment.mjs';
import { inRoot, projectFolders } from '../workspace/paths.mjs';
import { setUpOrExit } from '../workspace/setup.mjs';

/** The newest that runs on every supported Node. */
const STRYKER = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/jest-runner@9.6.1'];
const DEFAULT = ['core', 'feature-engineering', 'registry', 'ledger', 'alerting'];
/** What is published in `testing` are tests. */
const SOURCES = ['src/**/*.ts', '!src/**/index.ts', '!src/**/*.d.ts', '!src/testing/**'];
const SAMPLE_CHECKER = inRoot('tools', 'mutation', 'sample.mjs');
const CACHE = inRoot('node_modules', '.cache', 'mutation');
const REPORTS = inRoot('tmp', 'mutation');
/** Binaries and bundles that tests of packages use, which a clone lacks. */
const BUILT = ['build', 'dist'];

/** The folder that holds it. */
function ensureStryker() {
  try {
    return ensureNpmEnvironment(join(CACHE, 'stryker'), STRYKER);
  } catch (error) {
    console.error(`NOT RUN: ${error.message}`);
    process.exit(0);
  }
}

/** What was asked for: the names, and which part of all changes is tried. */
function argumentsOf(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { sample: { type: 'string', default: '1/1' } },
      allowPositionals: true,
    });
    const [part, parts] = (/^\d{1,6}\/\d{1,6}$/.exec(values.sample)?.[0] ?? '0/0').split('/').map(Number);
    if (part < 1 || part > parts) throw new Error(`expected --sample 1/60 to 60/60, got "${values.sample}"`);
    return { names: positionals, sample: { part, parts } };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** The packages that were named, each with the patterns of its files to change. */
function chosen(names) {
  const known = new Map(projectFolders().map((folder) => [folder.split('/').at(-1), folder]));
  const byFolder = new Map();
  for (const name of names.length > 0 ? names : DEFAULT) {
    const folder = known.get(name) ?? [...known.values()].find((one) => name.startsWith(`${one}/src/`));
    if (folder === undefined || (!known.has(name) && !existsSync(inRoot(name)))) {
      console.error(`expected packages or files of packages, got "${name}"; there are ${[...known.keys()].join(', ')}`);
      process.exit(2);
    }
    const patterns = known.has(name) ? SOURCES : [relative(folder, name)];
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), ...patterns]);
  }
  return byFolder;
}

/** Runs Stryker in a package of the clone; gives what became of each change. */
function mutate({ tree, stryker, sample }, folder, patterns) {
  const modules = join(stryker, '@stryker-mutator');
  const name = folder.split('/').at(-1);
  const report = (kind) => join(REPORTS, `${name}.${kind}`);
  const settings = {
    plugins: [join(modules, 'jest-runner', 'dist', 'src', 'index.js'), SAMPLE_CHECKER],
    checkers: sample.parts > 1 ? ['sample'] : [],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // The clone is the sandbox.
    inPlace: true,
    concurrency: 1,
    coverageAnalysis: 'perTest',
    // What is run once when a file is loaded would need every test for itself.
    ignoreStatic: true,
    mutate: patterns,
    jest: {
      projectType: 'custom',
      configFile: 'jest.config.cjs',
      config: { testEnvironment: join(tree, 'tools/mutation/environment.cjs'), reporters: ['default'] },
    },
    reporters: ['progress-append-only', 'json', 'html'],
    allowConsoleColors: false,
    jsonReporter: { fileName: report('json') },
    htmlReporter: { fileName: report('html') },
    tempDirName: join(tree, 'tmp', 'stryker'),
  };
  const file = join(tree, 'tmp', `${name}.stryker.json`);
  mkdirSync(join(tree, 'tmp'), { recursive: true });
  writeFileSync(file, JSON.stringify(settings));
  const env = {
    ...process.env,
    DQS_STRYKER_JEST: join(modules, 'jest-runner'),
    DQS_MUTATION_PART: String(sample.part),
    DQS_MUTATION_ONE_IN: String(sample.parts),
  };
  const program = join(modules, 'core', 'bin', 'stryker.js');
  rmSync(report('json'), { force: true });
  const { status } = spawnSync(process.execPath, [program, 'run', file], {
    cwd: join(tree, folder),
    env,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status} in ${folder}`);
  return Object.entries(JSON.parse(readFileSync(report('json'), 'utf8')).files).flatMap(([path, { mutants }]) =>
    mutants.map((mutant) => ({ ...mutant, path: `${folder}/${path}` })),
  );
}

function rowOf(folder, mutants, isSample) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  // One that never ends is noticed as well.
  const [noticed, survived, unreached] = [count('Killed', 'Timeout'), count('Survived'), count('NoCoverage')];
  const all = noticed + survived + unreached;
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const score = all === 0 ? '–' : percent(noticed / all);
  const row = { package: folder, changes: all, noticed, survived, 'not reached': unreached, score };
  if (!isSample || all === 0) return row;
  const { low, high } = wilsonInterval(noticed, all);
  return { ...row, 'of all': `${percent(low)} to ${percent(high)}` };
}

const { names, sample } = argumentsOf(process.argv.slice(2));
const packages = chosen(names);
await setUpOrExit();
// Built by now.
const { wilsonInterval } = await import('@dqs/core/stats');
const stryker = ensureStryker();
// Jest finds no tests below node_modules.
const tree = join(mkdtempSync(join(tmpdir(), 'dqs-mutation-')), 'tree');
mkdirSync(REPORTS, { recursive: true });
try {
  cloneOf('HEAD', tree);
  for (const folder of projectFolders()) {
    for (const part of BUILT) {
      if (existsSync(inRoot(folder, part))) cpSync(inRoot(folder, part), join(tree, folder, part), { recursive: true });
    }
  }
  const rows = [];
  for (const [folder, patterns] of packages) {
    const mutants = mutate({ tree, stryker, sample }, folder, patterns);
    rows.push(rowOf(folder, mutants, sample.parts > 1));
    for (const { path, location, mutatorName, replacement, status } of mutants) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const change = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 60);
      console.log(
        `${status === 'Survived' ? 'survived   ' : 'not reached'}  ${path}:${location.start.line}  ${mutatorName}: ${change}`,
      );
    }
  }
  console.log(`\n${formatTable(rows)}\nreports: ${relative(inRoot(), REPORTS)}`);
} finally {
  rmSync(dirname(tree), { recursive: true, force: true });
}
