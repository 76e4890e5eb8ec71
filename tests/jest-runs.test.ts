import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/workspace.js';

const MODULE = pathToFileURL(join(root, 'tools', 'workspace', 'jest-runs.mjs')).href;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-jest-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the folder a project with files of tests by name. */
function writeProject(tests: Record<string, string>): void {
  mkdirSync(join(folder, 'tests'));
  for (const [name, text] of Object.entries(tests)) writeFileSync(join(folder, 'tests', `${name}.test.js`), text);
  const settings = {
    testMatch: ['<rootDir>/tests/**/*.test.js'],
    transform: {},
    maxWorkers: 1,
    reporters: [join(root, 'tools', 'jest', 'totals-reporter.cjs')],
  };
  writeFileSync(join(folder, 'jest.config.cjs'), `module.exports = ${JSON.stringify(settings)};`);
}

describe('a test that fails in CI', () => {
  /** The counts after a second try of a project. */
  function secondTryOf(tests: Record<string, string>): unknown {
    writeProject(tests);
    const script = `
      const { runJest, withSecondTry } = await import(${JSON.stringify(MODULE)});
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
    writeProject({ 'goes-on': "const goOn = () => setImmediate(goOn);\ntest('passes', () => void goOn());\n" });
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const run = spawnSync(process.execPath, [jest], {
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
