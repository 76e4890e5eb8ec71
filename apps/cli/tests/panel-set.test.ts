import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { partOfDataset, partsOfTask, readPanel, replaceInPanelSet } from '@dqs/ingestion';
import { openStorePlace } from '@dqs/runtime';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';

const folder = scratchFolder();
const TASKS = [1, 7, 64];
let [history, model] = ['', ''];
let header = '';
let rows: string[] = [];

const setOf = (tasks: number) => join(folder, `set-${tasks}`);
const hexOf = (part: number) => part.toString(16).padStart(2, '0');
const partOf = (row: string) => hexOf(partOfDataset(row.split(',')[2]!));
const json = async (...args: string[]) => JSON.parse(await expectFine([...args, '--json'])) as Record<string, unknown>;

beforeAll(async () => {
  history = join(folder, 'history.csv');
  const shape = ['--datasets', '12', '--rules', '2', '--days', '120', '--executions', '3', '--seed', '5'];
  await expectFine(['generate', ...shape, '--out', history]);
  [header = '', ...rows] = readFileSync(history, 'utf8').trimEnd().split('\n');
  model = join(folder, 'model');
  await expectFine(['train', '--input', history, ...QUICK_TRAINING, '--no-gates', '--out', model]);
  const { panel } = await readPanel([history]);
  for (const tasks of TASKS) {
    const place = openStorePlace(setOf(tasks));
    for (let task = tasks - 1; task >= 0; task -= 1) {
      await replaceInPanelSet(place, { panel, parts: partsOfTask(task, tasks) });
    }
  }
}, 60_000);

/** Writes rows as warehouses do: a file in a folder for each part. */
function writeParts(name: string, some: readonly string[], partFor = partOf): string {
  const place = join(folder, name);
  for (const part of new Set(some.map(partFor))) {
    mkdirSync(join(place, `part=${part}`), { recursive: true });
    const own = some.filter((row) => partFor(row) === part);
    writeFileSync(join(place, `part=${part}`, 'data.csv'), `${header}\n${own.join('\n')}\n`);
  }
  return join(place, 'part=*', '*.csv');
}

/** The files of a bundle by name, with what they hold beside the time and the seal that follows from it. */
const filesOf = (bundle: string) =>
  Object.fromEntries(
    readdirSync(bundle)
      .filter((name) => name !== 'manifest.json.sha256')
      .map((name) => {
        const text = readFileSync(join(bundle, name), 'latin1');
        const { createdAt, ...manifest } = (name === 'manifest.json' ? JSON.parse(text) : {}) as Record<
          string,
          unknown
        >;
        expect(typeof createdAt).toBe(name === 'manifest.json' ? 'string' : 'undefined');
        return [name, name === 'manifest.json' ? manifest : createHash('sha256').update(text, 'latin1').digest('hex')];
      }),
  );

type Bundle = Readonly<Record<string, unknown>> & {
  readonly 'manifest.json': { readonly data: { readonly panelSet?: unknown } };
};

describe('a panel set is read back as what was ingested', () => {
  it('by train: the bundles of sets of 1, 7 and 64 tasks are those of the files, and name the set', async () => {
    const expected = filesOf(model);
    for (const tasks of TASKS) {
      const out = join(folder, `model-${tasks}`);
      await expectFine(['train', '--panel-set', setOf(tasks), ...QUICK_TRAINING, '--no-gates', '--out', out]);
      const { digest, content } = await json('panel', 'ls', '--panel-set', setOf(tasks));
      const { 'manifest.json': manifest, ...files } = filesOf(out) as Bundle;
      const { panelSet, ...data } = manifest.data;
      expect({ ...files, 'manifest.json': { ...manifest, data } }).toEqual(expected);
      expect(panelSet).toEqual({ digest, content });
      expect((expected as Bundle)['manifest.json'].data.panelSet).toBeUndefined();
    }
  });

  it('by predict and batch plan, work and finish, to the byte', async () => {
    const old = join(folder, 'old-model');
    const early = join(folder, 'early.csv');
    writeFileSync(
      early,
      `${header}\n${rows.filter((row) => row.includes(',2025-0') && !row.includes(',2025-04')).join('\n')}\n`,
    );
    await expectFine(['train', '--input', early, ...QUICK_TRAINING, '--no-gates', '--out', old]);
    const predict = (...from: string[]) => expectFine(['predict', '-m', old, '--all', '-f', 'csv', ...from]);
    const expected = await predict('--input', history);
    expect(expected).not.toBe(await predict());
    for (const tasks of TASKS) expect(await predict('--panel-set', setOf(tasks))).toBe(expected);
    const requests = join(folder, 'requests.csv');
    const series = [...new Set(rows.map((row) => `${row.split(',')[2]},${row.split(',')[6]}`))];
    writeFileSync(
      requests,
      `dataset_uuid,rule_code,business_date\n${series.map((one) => `${one},2025-05-03\n`).join('')}`,
    );
    const whole = join(folder, 'whole.csv');
    await expectFine(['batch-predict', '-m', old, '-i', requests, '-o', whole, '--history', history]);
    const run = join(folder, 'run');
    const from = ['--run', run, '-m', old, '--panel-set'];
    await expectFine(['batch', 'plan', ...from, setOf(7), '-i', requests, '--shards', '2']);
    await expectFine(['batch', 'work', ...from, pathToFileURL(setOf(64)).href, '--all', '-w', '1']);
    const output = join(folder, 'forecasts.csv');
    await expectFine(['batch', 'finish', '--run', run, '--output', output]);
    expect(readFileSync(output, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  });

  it('by backtest', async () => {
    const backtest = async (...from: string[]) => {
      const { input, timings, ...report } = await json('backtest', ...from, ...QUICK_TRAINING, '--folds', '2');
      expect(input).toMatchObject({ rows: rows.length, rowsUsed: rows.length });
      expect(timings).toBeDefined();
      return report;
    };
    expect(await backtest('--panel-set', setOf(7))).toEqual(await backtest('--input', history));
  });
});

describe('dqs panel build', () => {
  it('makes the same set of folders by part as of one file, by tasks of any engine, and again', async () => {
    const input = writeParts('counted', rows);
    const set = join(folder, 'built');
    const build = ['panel', 'build', '--panel-set', set, '--input', input, '--tasks', '3', '--json'];
    const first = await expectFine([...build, '--index', '0']);
    expect(JSON.parse(first)).toMatchObject({ parts: '00..54', otherParts: 0, hasChanged: true });
    for (const [variable, task] of [
      ['JOB_COMPLETION_INDEX', '1'],
      ['SLURM_ARRAY_TASK_ID', '2'],
      ['AWS_BATCH_JOB_ARRAY_INDEX', '2'],
    ] as const) {
      const { code, stdout } = await dqs(build, { env: { [variable]: task } });
      expect([code, (JSON.parse(stdout) as { otherParts: number }).otherParts]).toEqual([0, 0]);
    }
    const { digest, content } = await json('panel', 'ls', '--panel-set', set);
    const one = await json('panel', 'ls', '--panel-set', setOf(1));
    expect([digest, content]).toEqual([one['digest'], one['content']]);
  });

  it('says what it read, what it left out and what is there now', async () => {
    const set = join(folder, 'shown');
    const build = ['panel', 'build', '--panel-set', set, '--input', history, '--part'];
    const text = await expectFine([...build, '00..7f']);
    expect(text).toMatch(/^parts 00\.\.7f, 2025-01-01 to 2025-04-30: [\d,]+ executions in \d+ objects? \(/);
    expect(text).toMatch(/[\d,]+ executions of other parts left out\n.* now holds \d+ objects?: 0 objects replaced\n$/);
    expect(await expectFine([...build, '00..7f'])).toMatch(/: nothing changed\n$/);
    const ls = await expectFine(['panel', 'ls', '--panel-set', set]);
    expect(ls).toMatch(/^part +from +to +objects +series-days +executions +size\n/);
    expect(ls).toMatch(/digest [0-9a-f]{64}\ncontent [0-9a-f]{64}\nno pools; dqs panel pools makes them\n$/);
    expect(await expectFine(['panel', 'pools', '--panel-set', set])).toMatch(
      /2 rules of 1 tenant, 360 rows .*\npools [0-9a-f]{64}\n$/,
    );
    expect(await expectFine(['panel', 'verify', '--panel-set', set])).toMatch(/executions; fine\ndigest/);
  });

  it('replaces named days, whatever the inputs hold of them', async () => {
    const set = join(folder, 'days');
    const day = (name: string, some: readonly string[]) => {
      writeFileSync(join(folder, name), `${header}\n${some.join('\n')}\n`);
      return [
        'panel',
        'build',
        '--panel-set',
        set,
        '--input',
        join(folder, name),
        '--since',
        '2025-01-01',
        '--until',
        '2025-01-31',
      ];
    };
    const january = rows.filter((row) => row.includes(',2025-01-'));
    await expectFine(day('january.csv', january));
    const first = january.filter((row) => !row.includes(',2025-01-31'));
    expect(await json(...day('first.csv', first))).toMatchObject({ hasChanged: true, executions: first.length });
    const { code, stderr } = await dqs(day('february.csv', rows.slice(0, 5000)));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('got some from 2025-01-01 to') });
    const cut = await dqs(['panel', 'build', '--panel-set', set, '--input', join(folder, 'first.csv')]);
    expect({ code: cut.code, stderr: cut.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('deliver all results from 2025-01-01 to 2025-01-31'),
    });
  });

  it('refuses results that lie in the folder of another part, which no task would read', async () => {
    const [stray] = rows;
    const wrong = hexOf((partOfDataset(stray!.split(',')[2]!) + 128) % 256);
    const input = writeParts('stray', rows.slice(0, 4000), (row) => (row === stray ? wrong : partOf(row)));
    const set = join(folder, 'strays');
    const build = ['panel', 'build', '--panel-set', set, '--input', input];
    const { code, stderr } = await dqs([...build, '--part', wrong]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`alone, as the names of the folders`),
    });
    expect((await json(...build))['executions']).toBe(4000);
  });

  it('has nothing to do for parts without files', async () => {
    const input = writeParts(
      'few',
      rows.filter((row) => partOf(row) === partOf(rows[0]!)),
    );
    const other = hexOf((partOfDataset(rows[0]!.split(',')[2]!) + 1) % 256);
    const built = await json('panel', 'build', '--panel-set', join(folder, 'none'), '--input', input, '--part', other);
    expect(built).toMatchObject({ written: 0, hasChanged: false, input: null, filesOfOtherParts: 1 });
  });

  it.each([
    [['--part', '0g'], 'expected a part such as 0a'],
    [['--part', '0f..00'], 'with the smaller one first'],
    [['--tasks', '4', '--index', '4'], 'got task 4 of 4'],
    [['--tasks', '4'], 'the number of the task: --index, or one of'],
    [['--part', '00', '--tasks', '4', '--index', '1'], '--part with --tasks'],
    [['--since', '2025-06-01'], 'got the last one before the first'],
    [['--panel-set', 'ftp://host/set'], 'expected a store at file:<folder>, s3://'],
  ])('refuses %j, and makes nothing', async (flags, message) => {
    const set = join(folder, 'refused');
    const args = ['panel', 'build', '--input', history, '--panel-set', set];
    const { code, stderr } = await dqs([...args, ...flags]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(readdirSync(folder)).not.toContain('refused');
  });
});

describe('dqs panel verify', () => {
  it('ends with 1 for a damaged object and names it, and names what no longer counts', async () => {
    const set = join(folder, 'damaged');
    await expectFine(['panel', 'build', '--panel-set', set, '--input', history]);
    const [part] = readdirSync(set).filter((name) => name.startsWith('part='));
    const [object] = readdirSync(join(set, part!));
    writeFileSync(join(set, part!, 'left-over'), 'mine');
    rmSync(join(set, part!, object!));
    const { code, stdout } = await dqs(['panel', 'verify', '--panel-set', set]);
    expect(code).toBe(1);
    expect(stdout).toContain(`; 1 problem\n  ${part}/${object}: it is missing\n`);
    expect(stdout).toContain(`1 object that the manifest does not name`);
    expect(stdout).toContain(`\n  ${part}/left-over\n`);
    const read = await dqs(['predict', '-m', model, '--all', '--panel-set', set]);
    expect([read.code, read.stderr]).toEqual([1, expect.stringContaining('error [panel-set-corrupt]')]);
  });

  it('does not take a place where there is nothing for a set that is fine', async () => {
    const { code, stderr } = await dqs(['panel', 'verify', '--panel-set', join(folder, 'nowhere')]);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('check its address') });
  });
});

it('a panel set beside another history is refused', async () => {
  const { code, stderr } = await dqs([
    'train',
    '--input',
    history,
    '--panel-set',
    setOf(1),
    '--out',
    join(folder, 'two'),
  ]);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('got --input and --panel-set') });
});
