import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from '../support/dqs.js';
import { expectFine } from '../support/fixtures.js';

const folder = scratchFolder();
const experiment = (...args: string[]) => dqs(['experiment', ...args], { cwd: folder });
const fine = (...args: string[]) => expectFine(['experiment', ...args], folder);
const json = async (...args: string[]) => JSON.parse(await fine(...args, '--json')) as Record<string, never>;

/** Losses of both versions for 40 units over 28 days; the treatment's are smaller by 5 %. */
function writeOutcomes(name: string, effect = 0.05): string {
  const lines = Array.from({ length: 40 * 28 }, (_, i) => {
    const day = `2026-02-${String(1 + Math.floor(i / 40)).padStart(2, '0')}`;
    const loss = 4 + ((i * 7919) % 101) / 50;
    const noise = ((i * 104_729) % 97) / 97 - 0.5;
    const arms = {
      control: { loss, latencyMs: 2 + ((i * 31) % 7) / 10 },
      treatment: { loss: loss * (1 - effect) + 0.2 * noise, latencyMs: 2 + ((i * 37) % 7) / 10 },
    };
    return JSON.stringify({ unit: `u${i % 40}`, day, segment: i % 2 ? 'odd' : 'even', arms });
  });
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

const create = (name: string, ...more: string[]) =>
  fine('create', name, '--control', 'old', '--treatment', 'new', '--external', ...more);

describe('an experiment from its beginning to its end', () => {
  it('is created, assigned, recorded, judged, reported, listed and stopped', async () => {
    expect(await create('whole', '--max-latency-increase', '0.5')).toBe(
      'Experiment whole has started: new against old, shadow mode, 50 % of the units treated\n',
    );
    const shown = await json('assign', 'whole', 'a/1', 'b/2', '--date', '2026-02-01');
    expect(shown).toMatchObject({ logged: true, assignments: [{ unit: 'a/1' }, { unit: 'b/2', day: '2026-02-01' }] });
    const outcomes = writeOutcomes('outcomes.jsonl');
    expect(await fine('record', 'whole', '--outcomes', outcomes)).toBe(
      '1120 outcomes of 2026-02-01 to 2026-02-28 recorded for whole\n',
    );
    expect(await fine('evaluate', 'whole')).toMatch(/^treatment better: new is better than old: .*\(−5\.\d %\)/);
    const report = await fine('report', 'whole', '--html', 'whole.html');
    expect(report).toMatch(/^paired +1,120 +28 .*treatment, 2026-02-\d\d$/m);
    expect(report).toMatch(/^clustered by day +28 +yes/m);
    expect(report).toMatch(/^even .*treatment better$/m);
    expect(report).toMatch(/^latency +\+50\.0 % .*held$/m);
    expect(readFileSync(join(folder, 'whole.html'), 'utf8')).toMatch(
      /^<!doctype html>[^]*role="img" aria-label="Difference of losses by day, paired: /,
    );
    expect(await fine('list')).toMatch(/^whole +shadow +old +new +50 % .* running$/m);
    await fine('stop', 'whole', '--reason', 'new is promoted');
    expect(await json('list')).toMatchObject({ experiments: [{ stopped: { reason: 'new is promoted' } }] });
    expect(await experiment('assign', 'whole', 'a')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error [experiment-stopped]'),
    });
  });

  it('changes nothing when the same is recorded again, from stdin too', async () => {
    await create('again');
    const outcomes = writeOutcomes('again.jsonl');
    await fine('record', 'again', '--outcomes', outcomes);
    const once = await json('evaluate', 'again');
    const run = await dqs(['experiment', 'record', 'again', '--outcomes', '-'], {
      cwd: folder,
      input: readFileSync(join(folder, outcomes), 'utf8'),
    });
    expect(run.code).toBe(0);
    expect(await json('evaluate', 'again')).toEqual({ ...once, replaced: 1120 });
  });
});

describe('dqs experiment evaluate', () => {
  it('ends with 3 if control is better', async () => {
    await create('worse');
    await fine('record', 'worse', '--outcomes', writeOutcomes('worse.jsonl', -0.05));
    expect(await experiment('evaluate', 'worse')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^control better: old is better than new/),
    });
  });

  it('ends with 3 if the units are not divided as intended', async () => {
    await create('routed', '--mode', 'split');
    const lines = Array.from({ length: 1000 }, (_, i) => {
      const arm = i % 5 < 3 ? 'treatment' : 'control';
      return JSON.stringify({ unit: `u${i}`, day: '2026-02-01', arms: { [arm]: { loss: 1 + (i % 3) } } });
    });
    writeFileSync(join(folder, 'routed.jsonl'), lines.join('\n'));
    await fine('record', 'routed', '--outcomes', 'routed.jsonl');
    const run = await experiment('evaluate', 'routed');
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(
      /^invalid: Nothing can be said about new: units have not been divided .*treatment 60\.0 %/,
    );
  });

  it('ends with 0 if there is nothing to compare, and warns of damaged lines', async () => {
    await create('nothing');
    appendFileSync(join(folder, 'experiments', 'nothing', 'outcomes.jsonl'), '{"unit":"u1","da');
    const run = await experiment('evaluate', 'nothing');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^inconclusive: .*nothing to compare yet/) });
    expect(run.stderr).toContain('1 damaged log lines were skipped');
  });
});

describe('dqs experiment assign', () => {
  it('keeps a unit in its arm, and treated units treated under a greater share', async () => {
    const units = Array.from({ length: 200 }, (_, i) => `u${i}`);
    const treated = async () => {
      const shown = await json('assign', 'ramped', ...units, '--date', '2026-03-01', '--dry-run');
      const assignments: { unit: string; arm: string }[] = shown['assignments']!;
      return assignments.filter(({ arm }) => arm === 'treatment').map(({ unit }) => unit);
    };
    await create('ramped', '--share', '0.05');
    const few = await treated();
    expect(await treated()).toEqual(few);
    expect(await fine('ramp', 'ramped', '--share', '0.25', '--date', '2026-03-01')).toContain(
      'treats 25 % of the units from 2026-03-01 on',
    );
    const more = await treated();
    expect(more).toEqual(expect.arrayContaining(few));
    expect(more.length).toBeGreaterThan(few.length);
    expect(existsSync(join(folder, 'experiments', 'ramped', 'exposures.jsonl'))).toBe(false);
  });
});

describe('dqs experiment plan', () => {
  it('tells the days of figures that are given, and of an experiment at hand', async () => {
    const given = await fine('plan', '--baseline-loss', '2.5', '--daily-sd', '0.2', '--effect', '0.05');
    expect(given).toMatch(/^paired +one look, on the last day +\d+ +8\d %$/m);
    expect(given).toMatch(/^paired +daily looks +\d+ +8\d %$/m);
    await create('pilot');
    await fine('record', 'pilot', '--outcomes', writeOutcomes('pilot.jsonl'));
    const { tests, figures } = await json('plan', 'pilot', '--effect', '0.02');
    expect(tests).toHaveLength(4);
    expect(figures).toMatchObject({ baselineLoss: expect.closeTo(5, 0), split: { units: 40, share: 0.5 } });
  });

  it('needs one source of figures', async () => {
    expect(await experiment('plan')).toMatchObject({ code: 2, stderr: expect.stringContaining('got none') });
  });
});

describe('wrong use', () => {
  it('of an experiment that does not exist is reported with the nearest name', async () => {
    await create('nearby');
    expect(await experiment('evaluate', 'nearbi')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/error \[experiment-unknown\].*did you mean "nearby"\?/),
    });
  });

  it('of a name that is taken changes nothing', async () => {
    await create('taken');
    const run = await experiment('create', 'taken', '--control', 'a', '--treatment', 'b', '--external');
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error [experiment-exists]') });
  });

  it('of missing versions is reported when the experiment is created', async () => {
    const run = await experiment('create', 'absent', '--control', 'a', '--treatment', 'b');
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error [input-not-found]') });
    expect(existsSync(join(folder, 'experiments', 'absent'))).toBe(false);
  });

  it('of lines that are no outcome lists them and records nothing', async () => {
    await create('lines');
    writeFileSync(join(folder, 'lines.jsonl'), '{"unit":"u","day":"2026-02-30","arms":{}}\nnope\n');
    const run = await experiment('record', 'lines', '--outcomes', 'lines.jsonl');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/error \[input-unreadable\].*line 1: day: .*line 2: expected an outcome such as/);
    expect(existsSync(join(folder, 'experiments', 'lines', 'outcomes.jsonl'))).toBe(false);
    for (const [file, code] of [
      ['absent.jsonl', 'input-not-found'],
      ['/dev/null', 'input-empty'],
    ] as const) {
      expect((await experiment('record', 'lines', '--outcomes', file)).stderr).toContain(`error [${code}]`);
    }
  });

  it('without outcomes or a history, or with both, is refused', async () => {
    await create('neither');
    expect(await experiment('record', 'neither')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got neither'),
    });
    const both = await experiment('record', 'neither', '--outcomes', 'x', '--input', 'y');
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('got both') });
  });
});
