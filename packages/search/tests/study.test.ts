import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import fc from 'fast-check';

import { medianPruner, readStudy, search, type SearchObjective, type SearchOptions, type Trial } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-study-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, 'deep', `study-${(files += 1)}.jsonl`);

const SPACE = { x: { type: 'float', low: -5, high: 5 }, y: { type: 'int', low: 0, high: 40 } } as const;
const objective: SearchObjective = ({ x, y }) => (Number(x) - 1) ** 2 + Number(y);
const OPTIONS: SearchOptions = { trials: 30, window: 3, seed: 9 };
const facts = (trials: readonly Trial[]) => trials.map(({ durationMs: _, ...rest }) => rest);
const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

/** Starts a real process that searches, and kills it without warning after it has started a number of trials. */
async function killedAfter(study: string, trials: number): Promise<void> {
  const program = resolve(__dirname, 'programs', 'search-forever.mts');
  const args = ['--conditions=@dqs/source', '--import', 'tsx', program, study, '15'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let begun = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    begun += chunk.toString().split('\n').length - 1;
    if (begun >= trials) child.kill('SIGKILL');
  });
  const signal = await new Promise((done) => child.on('close', (_, by) => done(by)));
  expect(signal).toBe('SIGKILL');
}

describe('a study', () => {
  it('killed twice with kill -9 resumes its interrupted trials and ends as if nothing had happened', async () => {
    const study = newFile();
    await killedAfter(study, 7);
    await killedAfter(study, 6);
    const before = await readStudy(study);
    expect(before.started.length).toBeGreaterThan(before.ended.size);
    const run: number[] = [];
    const counted: SearchObjective = (parameters, trial) => {
      run.push(trial.number);
      return objective(parameters, trial);
    };
    const resumed = await search(SPACE, counted, { ...OPTIONS, study });
    const undisturbed = await search(SPACE, objective, OPTIONS);
    expect(facts(resumed.trials)).toEqual(facts(undisturbed.trials));
    // No finished trial ran again, every other ran once.
    const missing = Array.from({ length: 30 }, (_, i) => i).filter((number) => !before.ended.has(number));
    expect(run.sort((a, b) => a - b)).toEqual(missing);
  });

  it('cut off at any byte resumes from there, unless its settings are gone', async () => {
    const whole = newFile();
    const options = { ...OPTIONS, trials: 8, pruner: medianPruner() };
    const expected = facts((await search(SPACE, objective, { ...options, study: whole })).trials);
    const bytes = readFileSync(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
        const study = newFile();
        writeFileSync(study, bytes.subarray(0, length));
        expect(facts((await search(SPACE, objective, { ...options, study })).trials)).toEqual(expected);
        expect((await readStudy(study)).ended.size).toBe(8);
      }),
      { numRuns: 25 },
    );
  });

  it('only ever grows: earlier bytes never change', async () => {
    const study = newFile();
    await search(SPACE, objective, { ...OPTIONS, trials: 5, study });
    const before = readFileSync(study, 'utf8');
    await search(SPACE, objective, { ...OPTIONS, trials: 9, study });
    expect(readFileSync(study, 'utf8').startsWith(before)).toBe(true);
    expect((await readStudy(study)).ended.size).toBe(9);
  });

  it('with all its trials done runs none', async () => {
    const study = newFile();
    const first = await search(SPACE, objective, { ...OPTIONS, study });
    const again = await search(SPACE, () => Promise.reject(new Error('ran again')), { ...OPTIONS, study });
    expect(again).toEqual(first);
  });

  it('keeps facts, steps, pruned and failed trials', async () => {
    const study = newFile();
    const varied: SearchObjective = ({ x }, trial) => {
      if (trial.number === 2) throw new Error('no');
      trial.note('twice', 2 * Number(x));
      return trial.report(1, trial.number) ? 0 : Number(x);
    };
    const options: SearchOptions = { trials: 8, study, pruner: medianPruner({ startupTrials: 1 }) };
    const { trials } = await search(SPACE, varied, options);
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['complete', 'failed', 'pruned']));
    expect([...(await readStudy(study)).ended.values()]).toEqual(trials);
  });

  it.each<[string, Partial<SearchOptions>]>([
    ['seed', { seed: 1 }],
    ['window', { window: 1 }],
    ['strategy', { strategy: 'random' }],
    ['direction', { direction: 'maximize' }],
    ['pruner', { pruner: medianPruner() }],
    ['context', { context: { data: 'other' } }],
  ])('refuses to resume with another %s', async (name, different) => {
    const study = newFile();
    await search(SPACE, objective, { ...OPTIONS, trials: 3, study });
    const run = search(SPACE, objective, { ...OPTIONS, trials: 3, study, ...different });
    await expect(run).rejects.toMatchObject({ code: 'invalid-argument', details: { different: [name] } });
    expect(existsSync(`${study}.lock`)).toBe(false);
  });

  it('belongs to one process at a time; the lock of a dead process is ignored', async () => {
    const study = newFile();
    let release = () => {};
    const held = search(SPACE, () => new Promise<number>((done) => (release = () => done(1))), {
      ...OPTIONS,
      trials: 1,
      study,
    });
    while (!existsSync(study) || linesOf(study).length < 2) await new Promise((done) => setTimeout(done, 5));
    await expect(search(SPACE, objective, { ...OPTIONS, study })).rejects.toMatchObject({ code: 'study-busy' });
    release();
    await held;
    const { hostname } = await import('node:os');
    writeFileSync(`${study}.lock`, JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
    expect((await search(SPACE, objective, { ...OPTIONS, trials: 2, study })).trials).toHaveLength(2);
  });

  it('that is damaged in the middle, or not a study, is refused and left alone', async () => {
    const study = newFile();
    await search(SPACE, objective, { ...OPTIONS, trials: 3, study });
    const [settings, ...rest] = linesOf(study);
    const broken: [string, string[]][] = [
      ['a line of JSON', [settings!, '{"record":', ...rest]],
      ['a record', [settings!, '{"record":"pause"}']],
      ['the start of trial 0', [settings!, ...rest.slice(1)]],
      ['the end of a running trial', [settings!, ...rest, rest.find((line) => line.includes('"end"'))!]],
      ['one line of settings', rest],
    ];
    for (const [expected, lines] of broken) {
      const text = lines.map((line) => `${line}\n`).join('');
      writeFileSync(study, text);
      const run = search(SPACE, objective, { ...OPTIONS, study });
      await expect(run).rejects.toMatchObject({ code: 'study-invalid', message: expect.stringContaining(expected) });
      expect(readFileSync(study, 'utf8')).toBe(text);
    }
  });

  it('that cannot be written ends the search before it starts', async () => {
    const file = newFile();
    await search(SPACE, objective, { trials: 1, study: file });
    appendFileSync(file, '');
    const run = search(SPACE, objective, { study: join(file, 'below', 'a-file.jsonl') });
    await expect(run).rejects.toMatchObject({ code: 'output-not-writable' });
  });
});
