import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import { Experiment, FileExperimentStore, type Exposure } from '../../../src/index.js';
import { AT_NOON, scratchFolder } from '../support/outcomes.js';

const folder = scratchFolder();
let made = 0;

async function newExperiment(fsync: 'always' | 'never' = 'always') {
  const store = new FileExperimentStore(join(folder, 'store'), { fsync });
  const name = `made-${(made += 1)}`;
  const experiment = await Experiment.create(store, { name, control: 'm@1', treatments: ['m@2'] }, AT_NOON);
  return { store, name, experiment, path: (log: string) => join(folder, 'store', name, `${log}.jsonl`) };
}

const exposure = (unit: string): Exposure => ({ unit, day: '2026-01-05', arm: 'control' });

describe('a store of files', () => {
  it('returns what was appended, in order, also through another store', async () => {
    const { store, name } = await newExperiment();
    await store.append(name, 'exposures', [exposure('a'), exposure('b')]);
    await store.append(name, 'exposures', [exposure('c')]);
    const again = new FileExperimentStore(join(folder, 'store'));
    const { records, damaged } = await again.read(name, 'exposures');
    expect(records.map(({ unit }) => unit)).toEqual(['a', 'b', 'c']);
    expect(damaged).toBe(0);
  });

  it('reads a missing log as empty', async () => {
    const { store, name } = await newExperiment();
    expect(await store.read(name, 'outcomes')).toEqual({ records: [], damaged: 0 });
  });

  it('lists experiments by name, and none if there is no folder', async () => {
    const store = new FileExperimentStore(join(folder, 'list'));
    expect(await store.list()).toEqual([]);
    for (const name of ['b', 'a'])
      await Experiment.create(store, { name, control: 'm@1', treatments: ['m@2'] }, AT_NOON);
    expect(await store.list()).toEqual(['a', 'b']);
  });

  it('lets one of many creators of a name succeed', async () => {
    const store = new FileExperimentStore(join(folder, 'race'));
    const tries = Array.from({ length: 12 }, () =>
      Experiment.create(store, { name: 'one', control: 'm@1', treatments: ['m@2'] }, AT_NOON),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'experiment-exists' });
    }
    expect((await store.read('one', 'events')).records).toHaveLength(1);
  });

  it('names the nearest experiment for an unknown name, and never leaves its folder', async () => {
    const { store } = await newExperiment();
    await expect(store.read('mde-1', 'events')).rejects.toMatchObject({
      code: 'experiment-unknown',
      message: expect.stringContaining('did you mean "made-1"?'),
    });
    writeFileSync(join(folder, 'events.jsonl'), '');
    await expect(store.read('..', 'events')).rejects.toMatchObject({ code: 'experiment-unknown' });
    await expect(store.append('../store/made-1', 'exposures', [exposure('x')])).rejects.toMatchObject({
      code: 'experiment-unknown',
    });
  });

  it('skips a torn last line, and the next record is complete', async () => {
    const { store, name, path } = await newExperiment();
    await store.append(name, 'exposures', [exposure('a')]);
    appendFileSync(path('exposures'), '{"unit":"b","day":"2026-0');
    expect(await store.read(name, 'exposures')).toMatchObject({ records: [{ unit: 'a' }], damaged: 1 });
    await store.append(name, 'exposures', [exposure('c')]);
    expect(await store.read(name, 'exposures')).toMatchObject({ records: [{ unit: 'a' }, { unit: 'c' }], damaged: 1 });
  });

  it('counts lines that are not records', async () => {
    const { store, name, path } = await newExperiment();
    writeFileSync(path('exposures'), '{"unit":"a"}\n\nnull\n{"unit":"a","day":"2026-02-30","arm":"control"}\n');
    expect(await store.read(name, 'exposures')).toEqual({ records: [], damaged: 3 });
  });

  it('never mixes the records of several writers', async () => {
    const { store, name } = await newExperiment('never');
    const stores = Array.from({ length: 6 }, () => new FileExperimentStore(join(folder, 'store'), { fsync: 'never' }));
    const long = 'x'.repeat(300);
    await Promise.all(
      stores.map((one, w) =>
        one.append(
          name,
          'exposures',
          Array.from({ length: 1500 }, (_, i) => exposure(`${w}-${i}-${long}`)),
        ),
      ),
    );
    const { records, damaged } = await store.read(name, 'exposures');
    expect(damaged).toBe(0);
    expect(new Set(records.map(({ unit }) => unit)).size).toBe(9000);
  });

  it('keeps every acknowledged record of a writer that is killed', async () => {
    const { store, name, path } = await newExperiment();
    const script = join(__dirname, 'endless-writer.mts');
    const writer = spawn(
      process.execPath,
      ['--conditions=@dqs/source', '--import', 'tsx', script, join(folder, 'store'), name],
      {
        cwd: join(__dirname, '../../..'),
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    let acknowledged = -1;
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = text.trim().split('\n').map(Number);
      acknowledged = Math.max(acknowledged, ...lines);
      if (acknowledged >= 40) writer.kill('SIGKILL');
    });
    await once(writer, 'close');
    expect(existsSync(path('exposures'))).toBe(true);
    const { records } = await store.read(name, 'exposures');
    const units = new Set(records.map(({ unit }) => unit));
    for (let batch = 0; batch <= acknowledged; batch += 1) {
      for (let i = 0; i < 20; i += 1) expect(units.has(`${batch}-${i}`)).toBe(true);
    }
    await store.append(name, 'exposures', [exposure('after')]);
    expect((await store.read(name, 'exposures')).records.at(-1)).toMatchObject({ unit: 'after' });
    expect(readFileSync(path('exposures'), 'utf8').endsWith('\n')).toBe(true);
  });
});
