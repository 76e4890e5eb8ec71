import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
