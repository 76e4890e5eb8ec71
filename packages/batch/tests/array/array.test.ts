import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { bulkStores } from '../support/folder-run.js';
import { memoryRun, readerView } from '../support/memory-run.js';
import { csvOf, file, scratchFolder, WORKER } from '../support/scratch.js';
import {
  fileInput,
  finishArray,
  perRecord,
  planArray,
  readArrayStatus,
  readPlan,
  RecordRejection,
  runBatch,
  storedInput,
  textFileSource,
  workArray,
  type ArrayInput,
  type RunStore,
  type ShardProcess,
  type TextSourceOptions,
} from '../../src/index.js';

const folder = scratchFolder();
const HEADER = 'as told\n';
const CSV = { format: 'csv', singleLineColumns: ['id'] } as const satisfies TextSourceOptions;

const numbered: ShardProcess = perRecord((text, record) => {
  if (record % 7 === 0) throw new RecordRejection('every-7th', `expected another number than ${record}`);
  return `${text.replaceAll('\n', '⏎')},${record}\n`;
});

const long = 'x'.repeat(1_100_000);
/** Inputs whose records are hard to find. */
const HARD: Readonly<Record<string, string>> = {
  'rows with line ends in quotes': csvOf(500, (i) => (i % 3 === 0 ? `"two\nlines ${i}"` : `t${i}`)),
  'torn quotes, at the end too': `${csvOf(500, (i) => (i % 9 === 0 ? `"torn ${i}` : `t${i}`))}9,"torn`,
  'CR and CRLF, blank lines, a byte order mark': `\uFEFF${csvOf(300, (i) => `t${i}${i % 2 === 0 ? '\r' : '\n\n \n'}`)}\n\n\n`,
  'records longer than a megabyte': csvOf(12, (i) =>
    i === 3 ? long : i === 5 ? `"${long}\n${long}"` : i === 6 ? `"${long}` : `t${i}`,
  ),
  'one record and no line end': 'id,text\n1,one',
};

/** The files that one machine makes. */
async function onOneMachine(path: string, text: TextSourceOptions): Promise<{ output: string; dead: string }> {
  const output = join(folder, `one-${name()}`);
  await runBatch({
    source: textFileSource(path, text),
    process: numbered,
    sink: { path: output, header: Buffer.from(HEADER) },
  });
  return { output: readFileSync(output, 'latin1'), dead: readFileSync(`${output}.dead-letters.jsonl`, 'latin1') };
}

let names = 0;
const name = () => String((names += 1));

function planned(
  store: RunStore,
  input: ArrayInput,
  shards: number,
  more: { text?: TextSourceOptions; model?: string } = {},
) {
  const { text = CSV, model = 'm' } = more;
  return planArray(store, { input, text, shards, identity: { model }, outputHeader: HEADER, work: null });
}

const task = (input: ArrayInput, shards?: readonly number[]) => ({
  input,
  shards,
  process: numbered,
  identity: { model: 'm' },
});

describe('a run of tasks', () => {
  describe.each(Object.keys(HARD))('on %s', (kind) => {
    it('makes the bytes of one machine with 1, 7 and 64 shards, from files and from stores, in pieces of any size', async () => {
      const path = file(folder, `in-${name()}.csv`, HARD[kind]!);
      const expected = await onOneMachine(path, CSV);
      for (const shards of kind.includes('megabyte') ? [1, 7] : [1, 7, 64]) {
        const store = memoryRun();
        await store.artifacts.put('in', readFileSync(path));
        const stored = storedInput(store.bulk, 'in', path);
        const { plan } = await planned(store, shards === 7 ? fileInput(path) : stored, shards);
        expect(plan.shards).toHaveLength(shards);
        const odd = plan.shards.map((_, shard) => shard).filter((shard) => shard % 2 === 1);
        await workArray(store, plan, { ...task(stored, odd), limits: { rows: 3 } });
        await workArray(store, plan, task(fileInput(path)));
        const sink = { path: join(folder, `out-${name()}`) };
        await finishArray(store, { sink });
        expect(readFileSync(sink.path, 'latin1')).toBe(expected.output);
        expect(readFileSync(`${sink.path}.dead-letters.jsonl`, 'latin1')).toBe(expected.dead);
        const seen = await readerView(store);
        expect([seen.output, seen.dead]).toEqual([expected.output, expected.dead]);
      }
    });
  });

  it('makes them of JSON lines too, in a folder and with any number of workers', async () => {
    const path = file(folder, 'in.jsonl', `\uFEFF${Array.from({ length: 400 }, (_, i) => `{"i":${i}}\n`).join('\n')}`);
    const text = { format: 'lines' } as const;
    const outputs: string[] = [];
    for (const [shards, workers] of [
      [1, 1],
      [5, 2],
      [8, 3],
    ] as const) {
      const store = bulkStores(join(folder, `run-${name()}`));
      const { plan } = await planned(store, fileInput(path), shards, { text });
      await workArray(store, plan, {
        ...task(fileInput(path)),
        process: { entry: WORKER, data: {} },
        workers,
        limits: { rows: 20 },
      });
      const sink = { path: join(folder, `out-${name()}`) };
      const report = await finishArray(store, { sink });
      expect(report).toMatchObject({ records: 400, rows: 400, dead_letters: 0, shards });
      outputs.push(readFileSync(sink.path, 'utf8'));
    }
    expect(outputs[0]).toMatch(/^as told\n\{"i":0\},ok\n(?:\{"i":\d+\},ok\n){399}$/);
    expect(new Set(outputs).size).toBe(1);
  });

  it('has shards of about the same size, which reach from the first record to the end of the input', async () => {
    const path = file(folder, 'even.csv', csvOf(20_000));
    const { plan } = await planned(memoryRun(), fileInput(path), 10);
    const { length } = readFileSync(path);
    expect(plan.shards.map(({ end }) => end)).toEqual([...plan.shards.slice(1).map(({ start }) => start), length]);
    for (const { start, end } of plan.shards) {
      expect(end - start).toBeGreaterThan((0.9 * length) / 10);
      expect(end - start).toBeLessThan((1.1 * length) / 10);
    }
    expect(plan.shards.map(({ first_record }) => first_record - 1)).toEqual(
      plan.shards.map((_, i) => plan.shards.slice(0, i).reduce((sum, { records }) => sum + records, 0)),
    );
    expect(plan).toMatchObject({ records: 20_000, input: { name: path, bytes: length } });
  });

  it('isolates the record that crashes its worker, as one machine does', async () => {
    const path = file(
      folder,
      'poison.csv',
      csvOf(60, (i) => (i === 33 ? 'EXIT' : `t${i}`)),
    );
    const store = memoryRun();
    const { plan } = await planned(store, fileInput(path), 4);
    await workArray(store, plan, { ...task(fileInput(path)), process: { entry: WORKER, data: {} }, workers: 2 });
    expect(await finishArray(store)).toMatchObject({ rows: 59, reasons: { 'worker-crashed': 1 } });
    expect((await readerView(store)).dead).toContain('"record":34,');
  });
});

describe('a plan', () => {
  const path = () => file(folder, `plan-${name()}.csv`, csvOf(100));

  it('is the same when it is made again, and refuses to take the place of another', async () => {
    const [store, input] = [memoryRun(), fileInput(path())];
    const first = await planned(store, input, 4);
    expect(first.wasThere).toBe(false);
    expect(await planned(store, input, 4)).toEqual({ plan: first.plan, wasThere: true });
    expect(await readPlan(store)).toEqual(first.plan);
    await expect(planned(store, input, 5)).rejects.toMatchObject({ code: 'batch-changed' });
    await expect(planned(store, input, 4, { model: 'n' })).rejects.toMatchObject({ code: 'batch-changed' });
  });

  it('refuses gzip with what to do, inputs without records, and numbers of shards that are none', async () => {
    const zipped = file(folder, 'in.csv.gz', gzipSync(csvOf(10)));
    await expect(planned(memoryRun(), fileInput(zipped), 2)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('gzip -dk') as string,
    });
    const store = memoryRun();
    await store.artifacts.put('z', readFileSync(zipped));
    await expect(planned(memoryRun(), storedInput(store.bulk, 'z', 's3://b/z'), 2)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(planned(memoryRun(), storedInput(store.bulk, 'n', 's3://b/n'), 2)).rejects.toMatchObject({
      code: 'input-not-found',
    });
    await expect(planned(memoryRun(), fileInput(join(folder, 'none.csv')), 2)).rejects.toMatchObject({
      code: 'input-not-found',
    });
    const empty = fileInput(file(folder, 'empty.csv', 'id,text\n\n'));
    await expect(planned(memoryRun(), empty, 2)).rejects.toMatchObject({ code: 'input-empty' });
    for (const shards of [0, 1.5, 10_001, Number.NaN]) {
      await expect(planned(memoryRun(), fileInput(path()), shards)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('is told apart from what else may be in its place', async () => {
    const store = memoryRun();
    await expect(readPlan(store)).rejects.toMatchObject({ code: 'batch-state-invalid' });
    for (const other of ['', 'null', '[]', '{"dqs_plan":2,"shards":[]}', '{"dqs_plan":1}']) {
      await store.artifacts.put('plan.json', Buffer.from(other));
      await expect(readPlan(store)).rejects.toMatchObject({ code: 'batch-state-invalid' });
    }
  });
});

describe('a task', () => {
  const setUp = async (shards = 4) => {
    const path = file(folder, `task-${name()}.csv`, csvOf(100));
    const [store, input] = [memoryRun(), fileInput(path)];
    return { path, store, input, plan: (await planned(store, input, shards)).plan };
  };

  it('does nothing where its shard is done, and tells so', async () => {
    const { store, input, plan } = await setUp();
    expect(await workArray(store, plan, task(input, [2]))).toMatchObject([{ shard: 2, wasDone: false }]);
    const again = { ...task(input, [2]), process: () => Promise.reject(new Error('must not run')) };
    expect(await workArray(store, plan, again)).toMatchObject([{ shard: 2, wasDone: true }]);
  });

  it('of two that make other bytes the first counts, and the second ends with batch-not-deterministic', async () => {
    const { store, input, plan } = await setUp();
    let go = () => {};
    const waits = new Promise<void>((resolve) => (go = resolve));
    const other = perRecord((text) => `${text}, otherwise\n`);
    const late: ShardProcess = async (shard) => {
      await waits;
      return other(shard);
    };
    const second = workArray(store, plan, { ...task(input, [1]), process: late });
    await workArray(store, plan, task(input));
    await finishArray(store);
    const seen = await readerView(store);
    go();
    await expect(second).rejects.toMatchObject({ code: 'batch-not-deterministic', details: { shard: 1 } });
    expect((await store.artifacts.list('parts/1-')).length).toBe(2);
    expect(await readerView(store)).toEqual(seen);
    expect(await finishArray(store)).toMatchObject({ wasFinished: true });
  });

  it('refuses another model, another program, another input, and a shard that there is not, before it commits anything', async () => {
    const { store, input, plan, path } = await setUp();
    const mismatch = { code: 'batch-plan-mismatch' };
    await expect(workArray(store, plan, { ...task(input), identity: { model: 'n' } })).rejects.toMatchObject({
      ...mismatch,
      message: expect.stringContaining('another model (planned m, here n)') as string,
    });
    await expect(workArray(store, { ...plan, program: '0.0.1' }, task(input))).rejects.toMatchObject(mismatch);
    for (const shard of [4, -1, 0.5]) {
      await expect(workArray(store, plan, task(input, [shard]))).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    for (const changed of [csvOf(100, (i) => `T${i}`), csvOf(50), 'id,text\n', csvOf(100).replace('\n60,', '\n\n0,')]) {
      writeFileSync(path, changed);
      await expect(workArray(store, plan, task(input, [2]))).rejects.toMatchObject(mismatch);
    }
    expect(await store.artifacts.list('')).toEqual(['plan.json']);
  });

  it('ends soon after its signal, commits nothing, and makes the same bytes when it is started again', async () => {
    const { store, input, plan } = await setUp(1);
    const controller = new AbortController();
    let calls = 0;
    const stopped: ShardProcess = (shard) => {
      if ((calls += 1) === 3) controller.abort();
      return numbered(shard);
    };
    const options = { ...task(input), process: stopped, limits: { rows: 5 } };
    await expect(workArray(store, plan, options, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(calls).toBeLessThan(7);
    expect(await store.artifacts.list('')).toEqual(['plan.json']);
    await workArray(store, plan, task(input));
    await finishArray(store);
    expect((await readerView(store)).output.split('\n')).toHaveLength(1 + 86 + 1);
  });
});

describe('a run', () => {
  it('is finished when all its shards are, and tells before that which are not', async () => {
    const path = file(folder, 'finish.csv', csvOf(100));
    const [store, input] = [memoryRun(), fileInput(path)];
    const { plan } = await planned(store, input, 5);
    await workArray(store, plan, task(input, [0, 3]));
    await expect(finishArray(store)).rejects.toMatchObject({
      code: 'batch-incomplete',
      details: { missing: [1, 2, 4] },
    });
    expect(await readArrayStatus(store)).toMatchObject({
      state: 'unfinished',
      shards: 5,
      doneShards: 2,
      missing: [1, 2, 4],
    });
    await workArray(store, plan, task(input));
    expect(await readArrayStatus(store)).toMatchObject({
      state: 'complete',
      doneRecords: 100,
      rows: 86,
      deadLetters: 14,
    });
    await expect(finishArray(store, { maxErrorRatio: 0.1 })).rejects.toMatchObject({ code: 'batch-too-many-errors' });
    expect(await store.artifacts.list('manifest')).toEqual([]);
    expect(await finishArray(store, { maxErrorRatio: 0.14 })).toMatchObject({
      dead_letter_share: 0.14,
      wasFinished: false,
    });
    expect(await readArrayStatus(store)).toMatchObject({ state: 'finished', reasons: { 'every-7th': 14 } });
  });

  it('refuses to finish where somebody has removed or damaged what was done', async () => {
    const path = file(folder, 'gone.csv', csvOf(100));
    const [store, input] = [memoryRun(), fileInput(path)];
    const { plan } = await planned(store, input, 3);
    await workArray(store, plan, task(input));
    const [part] = await store.artifacts.list('parts/1-');
    const { content } = await store.artifacts.get(part!);
    await store.artifacts.delete(part!);
    await expect(finishArray(store)).rejects.toMatchObject({ code: 'batch-state-invalid' });
    await store.artifacts.put(
      part!,
      content.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
    );
    const sink = { path: join(folder, 'damaged.csv') };
    await expect(finishArray(store, { sink })).rejects.toMatchObject({ code: 'artifact-corrupt' });
    expect(readdirSync(folder).filter((entry) => entry.startsWith('damaged'))).toEqual([
      'damaged.csv.dead-letters.jsonl',
    ]);
    await store.artifacts.put('done/1.json', (await store.artifacts.get('done/2.json')).content);
    await expect(finishArray(store)).rejects.toMatchObject({ code: 'batch-state-invalid' });
  });

  it('has empty shards where the input has fewer records than shards', async () => {
    const path = file(folder, 'few.csv', csvOf(3));
    const [store, input] = [memoryRun(), fileInput(path)];
    const { plan } = await planned(store, input, 8);
    expect(plan.shards.reduce((sum, { records }) => sum + records, 0)).toBe(3);
    await workArray(store, plan, task(input));
    expect(await finishArray(store)).toMatchObject({ shards: 8, rows: 3 });
    expect((await readerView(store)).output).toBe(`${HEADER}0,row 0,1\n1,row 1,2\n2,row 2,3\n`);
  });
});
