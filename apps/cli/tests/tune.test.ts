import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const file = (name: string) => join(folder, name);
let history = '';
let text = '';

const tuning = (...more: string[]) => ['tune', '-i', history, '--spec', 'classic', '--rounds', '30', ...more];

beforeAll(async () => {
  history = await smallHistory(folder);
  text = await expectFine(
    tuning('--trials', '6', '--study', file('study.jsonl'), '--html', file('search.html'), '--out', file('best.json')),
  );
});

describe('dqs tune', () => {
  it('shows the trials, the unseen days with the naive forecast, and ends with the gain', () => {
    expect(text).toMatch(/^6 trials.* by tpe in .*, stopped by trials\n/);
    expect(text).toMatch(/^trial +CRPS +learning_rate/m);
    expect(text).toMatch(/^defaults +\d+\.\d{3}/m);
    expect(text).toMatch(/\(naive\) +\d+\.\d{3}/);
    expect(text.trim().split('\n').at(-1)).toMatch(
      /^(Inconclusive|Tuned parameters are better|The defaults are better): CRPS .* 95 % interval .* which the search never saw/,
    );
  });

  it('writes parameters that dqs train takes: parameters, rounds and half-life', async () => {
    const best = JSON.parse(readFileSync(file('best.json'), 'utf8')) as Best;
    const out = file('model');
    await expectFine(['train', '-i', history, '--params', file('best.json'), '--no-gates', '--out', out]);
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest).toMatchObject({ rounds: best.rounds, params: best.params, contract: { spec: 'classic' } });
    expect(manifest.training.halfLifeDays).toBe(best.halfLifeDays);
    await expectFine(['train', '-i', history, '--params', file('best.json'), '-r', '3', '--no-gates', '--out', out]);
    expect((JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest).rounds).toBe(3);
  });

  it('writes a page that needs nothing from outside and shows course, importance, coordinates and slices', () => {
    const html = readFileSync(file('search.html'), 'utf8');
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|@import|src=["']|<link/i);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    for (const title of ['Course of the search', 'Importance', 'Parallel coordinates', 'Slices', 'Trials']) {
      expect(html).toContain(`<h2>${title}</h2>`);
    }
    expect(html).toMatch(/role="img" aria-label="[3-6] completed trials by their parameters; the best, trial \d: /);
    expect(html).toContain('best so far');
  });

  it('resumes a study, and prints the same search as JSON', async () => {
    const before = readFileSync(file('study.jsonl'), 'utf8');
    const args = tuning('--trials', '8', '--study', file('study.jsonl'), '--threads', '1', '--json');
    const report = JSON.parse(await expectFine(args)) as Report;
    expect(report.trials).toHaveLength(8);
    expect(readFileSync(file('study.jsonl'), 'utf8').startsWith(before)).toBe(true);
    expect(report).toMatchObject({
      strategy: 'tpe',
      reason: 'trials',
      verdict: expect.stringContaining('95 % interval'),
    });
  });

  it('stopped by Ctrl-C ends with code 130, and its study can be gone on with', async () => {
    const study = file('interrupted.jsonl');
    const args = tuning('--trials', '4000', '--early-stopping', '30', '--study', study);
    const child = start(args);
    const ended = finished(child);
    while (!existsSync(study) || readFileSync(study, 'utf8').split('\n').length < 6) {
      await new Promise((done) => setTimeout(done, 20));
    }
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('error [aborted]') });
    expect(existsSync(`${study}.lock`)).toBe(false);
    const args2 = tuning('--trials', '3', '--early-stopping', '30', '--study', study, '--json');
    expect((JSON.parse(await expectFine(args2)) as Report).trials.length).toBeGreaterThanOrEqual(3);
  });

  it('searches a given space, and stops after a given time', async () => {
    const space = file('space.yaml');
    writeFileSync(
      space,
      'num_leaves: { type: int, low: 2, high: 40 }\nobjective: { type: categorical, choices: [l2, l1] }\n',
    );
    const args = tuning('--space', space, '--strategy', 'random', '--trials', '70', '--time', '700ms', '--json');
    const report = JSON.parse(await expectFine(args)) as Report;
    expect(['time', 'trials']).toContain(report.reason);
    expect(Object.keys(report.trials[0]!.parameters)).toEqual(['num_leaves', 'objective']);
  });

  it.each([
    ['a time without a unit', ['--time', '10'], '--time: expected a duration such as 90s, 10m or 2h, got "10"'],
    ['a size that is none', ['--memory', 'much'], '--memory: expected a size such as 500MB or 2GB'],
    ['an unknown strategy', ['--strategy', 'tpa'], 'did you mean "tpe"?'],
    ['a space that is not there', ['--space', 'nowhere.yaml'], 'expected a file with a search space at nowhere.yaml'],
    ['a backend without a space', ['--backend', 'naive'], 'expected a search space for the backend "naive"'],
    ['parameters that are no settings', ['--params', 'PARAMS'], 'unknown setting "round"; did you mean "rounds"?'],
  ])('refuses %s before it reads anything', async (_, args, message) => {
    writeFileSync(file('wrong.json'), JSON.stringify({ params: {}, round: 3 }));
    const given = args.map((arg) => (arg === 'PARAMS' ? file('wrong.json') : arg));
    const run = await dqs(['tune', '-i', 'no-such-file.csv', ...given]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

interface Best {
  readonly rounds: number;
  readonly halfLifeDays: number;
  readonly params: object;
}

interface Manifest {
  readonly rounds: number;
  readonly params: object;
  readonly training: { readonly halfLifeDays: number };
}

interface Report {
  readonly reason: string;
  readonly trials: readonly { readonly parameters: object }[];
}
