import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/workspace.js';

const MODULE = pathToFileURL(join(root, 'tools', 'workspace', 'leftovers.mjs')).href;
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
