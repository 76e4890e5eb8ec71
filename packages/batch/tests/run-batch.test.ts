import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as fc from 'fast-check';

import {
  perRecord,
  readBatchStatus,
  RecordRejection,
  runBatch,
  textFileSource,
  type BatchHooks,
  type BatchOptions,
} from '../src/index.js';
import { csvOf, eventLog, file, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();
let runs = 0;

/** Options of a run in its own folder that turns records into upper case; a record with "bad" is rejected. */
function run(content: string, extra: Partial<BatchOptions> = {}) {
  runs += 1;
  const input = file(folder, `in-${runs}.csv`, content);
  const output = join(folder, `out-${runs}.csv`);
  const process = perRecord((text) => {
    if (text.includes('bad')) throw new RecordRejection('bad-word', 'expected no "bad"');
    return `${text.toUpperCase()}\n`;
  });
  const options: BatchOptions = {
    source: textFileSource(input, { format: 'csv' }),
    process,
    sink: { path: output, header: Buffer.from('ID,TEXT\n') },
    shard: { rows: 10 },
    ...extra,
  };
  return { input, output, options, dead: `${output}.dead-letters.jsonl`, state: `${output}.batch` };
}

const lines = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

describe('runBatch', () => {
  it('writes every record, in order, to the output or with a reason to the dead letters', async () => {
    const { output, options, dead } = run(csvOf(95, (i) => (i % 10 === 3 ? 'bad' : `t${i}`)));
    const report = await runBatch(options);
    expect(report).toMatchObject({ records: 95, rows: 85, deadLetters: 10, reasons: { 'bad-word': 10 }, shards: 10 });
    expect(lines(output)).toHaveLength(86);
    expect(lines(output).slice(0, 5)).toEqual(['ID,TEXT', '0,T0', '1,T1', '2,T2', '4,T4']);
    const [header, first] = lines(dead).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(header).toMatchObject({ dead_letters: 1, record_format: { format: 'csv', header: 'id,text' } });
    const byteOffset = Buffer.byteLength('id,text\n0,t0\n1,t1\n2,t2\n');
    expect(first).toEqual({
      record: 4,
      byte_offset: byteOffset,
      reason: 'bad-word',
      message: 'expected no "bad"',
      raw: '3,bad',
    });
  });

  it('leaves no parts behind, and the state finished', async () => {
    const { options, state, output } = run(csvOf(25));
    await runBatch(options);
    expect(readdirSync(join(state, 'parts'))).toEqual([]);
    expect(existsSync(join(state, 'lock'))).toBe(false);
    expect(await readBatchStatus(state)).toMatchObject({ state: 'finished', records: 25, shards: 3, output });
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('gives the same bytes whatever the size of the shards', async () => {
    const texts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (rows) => {
        const { output, options, dead } = run(
          csvOf(50, (i) => (i % 7 === 0 ? 'bad' : '"x\ny"')),
          { shard: { rows } },
        );
        await runBatch(options);
        texts.add(readFileSync(output, 'utf8') + readFileSync(dead, 'utf8').replace(/in-\d+/, ''));
      }),
      { numRuns: 10 },
    );
    expect(texts.size).toBe(1);
  });

  it('resumes a stopped run and ends with the bytes of an uninterrupted one', async () => {
    const content = csvOf(100, (i) => (i % 9 === 0 ? 'bad' : `t${i}`));
    const whole = run(content);
    await runBatch(whole.options);
    const broken = run(content);
    const stop = new AbortController();
    let shards = 0;
    const onEvent: BatchHooks['onEvent'] = (event) => {
      if (event.type === 'shard' && ++shards === 4) stop.abort();
    };
    await expect(runBatch(broken.options, { onEvent, signal: stop.signal })).rejects.toMatchObject({
      code: 'aborted',
      message: expect.stringMatching(/\d+ records are done and kept in .*run it again with the same options/),
    });
    expect(existsSync(broken.output)).toBe(false);
    const status = await readBatchStatus(broken.state);
    expect(status.state).toBe('unfinished');
    expect(status.shards).toBeGreaterThanOrEqual(4);
    expect(status.shards).toBeLessThan(10);
    const { events, onEvent: log } = eventLog();
    const report = await runBatch({ ...broken.options, resume: true }, { onEvent: log });
    expect(report).toMatchObject({ records: 100, resumedShards: status.shards });
    expect(events.filter(({ type }) => type === 'shard')).toHaveLength(10 - status.shards);
    expect(readFileSync(broken.output)).toEqual(readFileSync(whole.output));
    expect(lines(broken.dead).slice(1)).toEqual(lines(whole.dead).slice(1));
  });

  it('starts over after a finished run and replaces its output', async () => {
    const { input, options, output } = run(csvOf(20));
    await runBatch(options);
    writeFileSync(input, csvOf(30));
    expect(await runBatch(options)).toMatchObject({ records: 30, resumedShards: 0 });
    expect(lines(output)).toHaveLength(31);
  });

  it('writes nothing in a dry run and reports the same', async () => {
    const { options, output, state, dead } = run(
      csvOf(30, () => 'bad'),
      { dryRun: true },
    );
    expect(await runBatch(options)).toMatchObject({ records: 30, rows: 0, deadLetters: 30 });
    for (const path of [output, state, dead]) expect(existsSync(path)).toBe(false);
  });

  it('writes only the dead letters if there are too many of them, and resumes with a higher limit', async () => {
    const { options, output, dead } = run(
      csvOf(20, (i) => (i < 3 ? 'bad' : 'fine')),
      { maxErrorRatio: 0.1 },
    );
    await expect(runBatch(options)).rejects.toMatchObject({
      code: 'batch-too-many-errors',
      details: { records: 20, deadLetters: 3 },
    });
    expect(existsSync(output)).toBe(false);
    expect(lines(dead)).toHaveLength(4);
    expect(await runBatch({ ...options, maxErrorRatio: 0.2 })).toMatchObject({ rows: 17, resumedShards: 2 });
    expect(lines(output)).toHaveLength(18);
  });

  it('converts the assembled file as the sink requests', async () => {
    const { options, output } = run(csvOf(12));
    const finish = async (from: string, to: string) =>
      writeFileSync(to, readFileSync(from, 'utf8').replaceAll('\n', ';'));
    await runBatch({ ...options, sink: { ...options.sink, finish } });
    expect(readFileSync(output, 'utf8')).toMatch(/^ID,TEXT;0,ROW 0;.*;11,ROW 11;$/);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('reports its progress', async () => {
    const { events, onEvent } = eventLog();
    await runBatch(run(csvOf(40)).options, { onEvent });
    expect(events[0]).toMatchObject({ type: 'started', workers: 0, resumedShards: 0 });
    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.map((event) => event.records)).toEqual([10, 20, 30, 40]);
    expect(progress.at(-1)).toMatchObject({ share: 1, secondsLeft: 0 });
    expect(events.at(-1)).toEqual({ type: 'finished', records: 40, rows: 40, deadLetters: 0 });
  });

  it('names every invalid option', async () => {
    const options = { ...run(csvOf(1)).options, shard: { rows: 0 }, maxErrorRatio: 2, workers: 0 };
    await expect(runBatch(options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/shard\.rows.*got 0; .*workers.*; .*maxErrorRatio within 0 and 1, got 2/),
    });
  });
});
