import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/workspace.js';

const MODULE = pathToFileURL(join(root, 'tools', 'workspace', 'leftovers.mjs')).href;
const RUNS = pathToFileURL(join(root, 'tools', 'workspace', 'jest-runs.mjs')).href;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'ignore' });

/** What is told of a run that does something to the folder; the work is JavaScript that knows `put(name, text)`. */
function leftoversOf(work: string): string[] {
  const script = `
    import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
    import { changedFiles, leftovers } from ${JSON.stringify(MODULE)};
    const put = (name, text) => writeFileSync(name, text);
    const before = changedFiles(process.cwd());
    ${work};
    console.log(JSON.stringify(leftovers(before, changedFiles(process.cwd()))));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[];
}

describe('what a run of the tests leaves', () => {
  it('is told: tracked files that it changed or removed, and stray ones, but none that are ignored', () => {
    git('init', '-q');
    for (const name of ['kept', 'changed', 'removed', 'edited before']) writeFileSync(join(folder, name), 'x');
    writeFileSync(join(folder, '.gitignore'), 'coverage\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'all');
    mkdirSync(join(folder, 'coverage'));
    writeFileSync(join(folder, 'edited before'), 'y');
    writeFileSync(join(folder, 'stray before'), 'y');
    expect(leftoversOf("put('coverage/report', 'x')")).toEqual([]);
    expect(
      leftoversOf(
        "put('changed', 'y'); rmSync('removed'); mkdirSync('new'); put('new/stray ü', 'x'); put('edited before', 'z')",
      ),
    ).toEqual(['changed', 'edited before', 'new/stray ü', 'removed']);
  });

  it('is nothing where the workspace is no checkout', () => {
    expect(leftoversOf("put('stray', 'x')")).toEqual([]);
  });
});

describe('a test that fails in CI', () => {
  /** The counts after a second try of a project whose tests fail as often as a file of that name says. */
  function secondTryOf(tests: Record<string, string>): unknown {
    mkdirSync(join(folder, 'tests'));
    for (const [name, text] of Object.entries(tests)) writeFileSync(join(folder, 'tests', `${name}.test.js`), text);
    const settings = {
      testMatch: ['<rootDir>/tests/**/*.test.js'],
      transform: {},
      maxWorkers: 1,
      reporters: [join(root, 'tools', 'jest', 'totals-reporter.cjs')],
    };
    writeFileSync(join(folder, 'jest.config.cjs'), `module.exports = ${JSON.stringify(settings)};`);
    const script = `
      const { runJest, withSecondTry } = await import(${JSON.stringify(RUNS)});
      const run = (tests) => runJest(${JSON.stringify(relative(root, folder))}, { tests, suffix: '' });
      const counts = await withSecondTry(await run([]), run);
      const named = (some = []) => some.map(({ file, name }) => file + ': ' + name);
      console.log(JSON.stringify({ ...counts, failures: named(counts.failures), unstable: named(counts.unstable) }));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(output);
  }

  const FAILS = "test('fails', () => { throw new Error('always'); });";
  const FAILS_ONCE = `test('fails once', () => {
    const { existsSync, writeFileSync } = require('node:fs');
    if (existsSync('ran')) return;
    writeFileSync('ran', '');
    throw new Error('once');
  });`;

  it('is run again, and one that passes then is named', () => {
    expect(secondTryOf({ a: `test('passes', () => {}); ${FAILS_ONCE}`, b: FAILS })).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
      failures: ['tests/b.test.js: fails'],
      unstable: ['tests/a.test.js: fails once'],
    });
  });

  it('fails at once where many do', () => {
    const many = Array.from({ length: 6 }, (_, i) => FAILS_ONCE.replaceAll("'ran'", `'ran${i}'`));
    expect(secondTryOf({ a: many.join('\n') })).toMatchObject({ failed: 6, unstable: [] });
  });
});

describe('tests that hold the process after the last of them', () => {
  it('are ended and count as a failure, with all that passed', () => {
    mkdirSync(join(folder, 'tests'));
    writeFileSync(
      join(folder, 'tests', 'goes-on.test.js'),
      "const goOn = () => setImmediate(goOn);\ntest('passes', () => void goOn());\n",
    );
    const config = {
      rootDir: folder,
      testMatch: ['<rootDir>/tests/**/*.test.js'],
      transform: {},
      reporters: [join(root, 'tools', 'jest', 'totals-reporter.cjs')],
    };
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const run = spawnSync(process.execPath, [jest, '-i', '--config', JSON.stringify(config)], {
      cwd: folder,
      env: { ...process.env, DQS_JEST_GRACE_SECONDS: '1', DQS_TOTALS_SUFFIX: '' },
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('its tests ended 1 s ago and still hold the process'),
    });
    const totals = JSON.parse(readFileSync(join(folder, 'coverage', 'test-totals.json'), 'utf8'));
    expect(totals).toMatchObject({ passed: 1, failed: 1, failures: [{ name: 'the end of the run' }] });
  });
});
