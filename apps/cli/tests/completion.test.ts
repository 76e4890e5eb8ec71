import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DQS_VERSION } from '@dqs/core';

import { COMMANDS } from '../src/definitions/index.js';
import { manPage } from '../src/help/man-page.js';
import { ABOUT } from '../src/program.js';
import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
/** What is typed, the end of it left to the shell, and what stands there then. */
const CASES: readonly (readonly [typed: string, completed: string])[] = [
  ['tra', 'train'],
  ['registry lis', 'registry list'],
  ['help inp', 'help input'],
  ['train --spe', 'train --spec'],
  ['train --spec cl', 'train --spec classic'],
  ['completion fi', 'completion fish'],
  ['registry list --js', 'registry list --json'],
  ['train --log-level war', 'train --log-level warn'],
];
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;

/** The path of the script of a shell. */
async function scriptFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await dqs(['completion', shell]);
  expect([code, stderr]).toEqual([0, '']);
  const path = join(folder, `dqs.${shell}`);
  writeFileSync(path, stdout);
  return path;
}

function output(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', cwd: folder, timeout: 60_000 });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** A test where that shell is installed; otherwise it is said that it was not run. */
const inShell = (shell: string) => (isThere(shell) ? it : it.skip);

describe('completion', () => {
  inShell('bash')('in bash finds commands, options, values and files', async () => {
    const script = await scriptFor('bash');
    writeFileSync(join(folder, 'history.csv'), '');
    const complete = [
      `source ${script}`,
      'compopt() { files=1; }',
      `complete_() { COMP_WORDS=(dqs "$@"); COMP_CWORD=$#; COMPREPLY=(); files=; _dqs; echo "\${COMPREPLY[*]}\${files:+ and files}"; }`,
      ...[...CASES.map(([typed]) => typed), "train --input ''", "train --rounds ''", 'registry list --spe'].map(
        (typed) => `complete_ ${typed}`,
      ),
    ].join('\n');
    const lines = output('bash', ['-c', complete]).split('\n');
    const expected = CASES.map(([, completed]) => completed.split(' ').at(-1)!);
    expect(lines.slice(0, CASES.length)).toEqual(expected);
    expect(lines.slice(CASES.length, CASES.length + 3)).toEqual([' and files', '', '']);
  });

  inShell('zsh')('in zsh completes what is typed', async () => {
    const script = await scriptFor('zsh');
    const keys = CASES.map(([typed]) => `zpty -w z $'dqs ${typed}\t'`);
    const session = [
      'zmodload zsh/zpty',
      'zpty z zsh -f -i',
      `zpty -w z 'PS1=; autoload -U compinit; compinit -D -u; source ${script}; dqs() { print -r -- "GOT<$*>"; }'`,
      ...keys,
      "zpty -w z 'print -r END-$((1+1))'",
      'while zpty -r z out; do all+=$out; [[ $all == *END-2* ]] && break; done',
      'print -r -- "$all"',
    ].join('\n');
    const got = [...output('zsh', ['-f', '-c', session]).matchAll(/^GOT<(.*)>/gm)].map(([, words]) => words);
    expect(got).toEqual(CASES.map(([, completed]) => completed));
  });

  inShell('fish')('in fish lists what may follow, and what it is for', async () => {
    const script = await scriptFor('fish');
    const asked = CASES.map(([typed]) => `complete -C 'dqs ${typed}' | head -n 1`);
    const lines = output('fish', ['--no-config', '-c', [`source ${script}`, ...asked].join('\n')])
      .trim()
      .split('\n');
    expect(lines.map((line) => line.split('\t')[0])).toEqual(CASES.map(([, completed]) => completed.split(' ').at(-1)));
    expect(lines[0]).toBe('train\ttrain a model and compare it with naive forecasts');
  });

  it('of no shell, or of another, says which there are', async () => {
    expect(await dqs(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bash, zsh, fish'),
    });
    expect(await dqs(['completion'])).toMatchObject({ code: 2, stderr: expect.stringContaining('bash, zsh or fish') });
  });
});

describe('the manual page', () => {
  const page = manPage(DQS_VERSION, ABOUT, COMMANDS);

  it('in the package is that of this version: node --conditions=@dqs/source --import tsx apps/cli/scripts/write-man.mjs', () => {
    expect(readFileSync(join(__dirname, '..', 'man', 'dqs.1'), 'utf8')).toBe(page);
  });

  it('has every command, and nothing that could be taken for a request', () => {
    for (const { name } of [...COMMANDS.values()].flat())
      expect(page).toContain(`.SS dqs ${name.replaceAll('-', '\\-')}`);
    const requests = new Set(page.match(/^[.'].\S*/gm));
    expect([...requests].sort()).toEqual(['.B', '.EE', '.EX', '.I', '.PP', '.RI', '.SH', '.SS', '.TH', '.TP']);
  });

  (isThere('groff') ? it : it.skip)('is set by groff without a warning', () => {
    const { status, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z'], { input: page, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
