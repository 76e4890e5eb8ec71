import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatDay, parseDay, Random } from '@dqs/core';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
/** `npm run stress` sets it to 200. */
const KILLS = Number(process.env['DQS_KILLS'] ?? 10);
let model = '';
let requests = '';

/** Rows of requests: every series of the history on days after it; one in a hundred is spoilt. */
function requestRows(rows: number): string {
  const series = [...new Set(readFileSync(join(folder, 'history.csv'), 'utf8').split('\n').slice(1, -1))]
    .map((line) => line.split(','))
    .map((fields) => `${fields[2]},${fields[6]}`);
  const first = parseDay('2025-05-05')!;
  const lines = Array.from({ length: rows }, (_, i) =>
    i % 100 === 50 ? `,R,soon,${i}` : `${series[i % series.length]},${formatDay(first + (i % 30))},${i}`,
  );
  return `dataset_uuid,rule_code,business_date,id\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  model = await smallBundle(folder, await smallHistory(folder));
  requests = join(folder, 'requests.csv');
  writeFileSync(requests, requestRows(6000));
});

let places = 0;
function place(): { readonly output: string; readonly args: string[] } {
  places += 1;
  mkdirSync(join(folder, String(places)));
  const output = join(folder, String(places), 'forecasts.csv');
  return { output, args: ['batch-predict', '-m', model, '-i', requests, '-o', output, '--shard-rows', '500'] };
}

const bytesOf = (output: string) =>
  readFileSync(output, 'latin1') + readFileSync(`${output}.dead-letters.jsonl`, 'latin1');

/**
 * Kills a run of twelve shards soon after it told of so many, 0 being its start: while it starts, works, or puts the final
 * file together. Shards are counted and not time alone, of which every machine needs its own.
 */
function killAt(child: ChildProcess, shards: number, chance: number): void {
  const killWithin = (milliseconds: number) => setTimeout(() => child.kill('SIGKILL'), chance * milliseconds);
  if (shards === 0) killWithin(1000);
  let left = shards;
  child.stderr!.on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.includes('"type":"shard"') && --left === 0) killWithin(50);
  });
}

describe('dqs batch-predict', () => {
  it('forecasts every request, and puts the others aside with their reasons', async () => {
    const { output, args } = place();
    const report = JSON.parse(await expectFine([...args, '--json'])) as Record<string, unknown>;
    expect(report).toMatchObject({ records: 6000, rows: 5940, deadLetters: 60, shards: 12, fault: null });
    const [header, first] = readFileSync(output, 'utf8').split('\n');
    expect(header).toBe(
      'tenant_id,dataset_uuid,dataset_name,rule_code,business_date,as_of_date,horizon,predicted_pass_percentage,' +
        'expected_pass_percentage,lower_80,upper_80,lower_95,upper_95,target_percentage,p_below_target,executions,' +
        'naive_pass_percentage,flags,model_version,id',
    );
    expect(first).toMatch(
      /^DEMO,[^,]+,[^,]+,[^,]+,2025-05-05,2025-\d\d-\d\d,\d+(?:,[\d.]+){10},\w*,sha256:[0-9a-f]{12},0$/,
    );
    const status = JSON.parse(await expectFine(['batch', 'status', `${output}.batch`, '--json'])) as object;
    expect(status).toMatchObject({ state: 'finished', records: 6000, output });
    expect(await expectFine(['batch', 'status', `${output}.batch`])).toContain('finished: started at');
  });

  it('gives the same bytes with any number of workers, threads or processes, and any size of shards', async () => {
    const variants = [
      ['-w', '1'],
      ['-w', '2', '--shard-rows', '777'],
      ['-w', '8', '--shard-rows', '200'],
      ['-w', '8', '--isolation', 'processes'],
    ];
    const texts = [];
    for (const variant of variants) {
      const { output, args } = place();
      await expectFine([...args, ...variant]);
      texts.push(bytesOf(output));
    }
    expect(new Set(texts).size).toBe(1);
  }, 240_000);

  it('with --check-only reads the input and writes nothing', async () => {
    const { output, args } = place();
    const check = JSON.parse(await expectFine([...args, '--check-only', '--json'])) as Record<string, unknown>;
    expect(check).toMatchObject({ records: 6000, requests: 5940, rejected: { 'business-date-invalid': 60 } });
    expect(await expectFine([...args, '--check-only'])).toContain('unknown series: 0 requests (0.00 %)');
    expect(await expectFine([...args, '--dry-run'])).toContain('nothing was written (dry run)');
    for (const path of [output, `${output}.batch`]) expect(existsSync(path)).toBe(false);
  });

  it('tells events as JSON lines on stderr', async () => {
    const { args } = place();
    const { code, stderr } = await dqs([...args, '--progress', 'json']);
    expect(code).toBe(0);
    const events = stderr
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { type: string; records?: number });
    expect(events[0]!.type).toBe('started');
    expect(events.at(-1)).toMatchObject({ type: 'finished', rows: 5940, deadLetters: 60 });
    expect(events.filter(({ type }) => type === 'shard')).toHaveLength(12);
  });

  it('exits with 1 for too many rejected rows, with 2 for wrong use', async () => {
    const { args } = place();
    expect(await dqs([...args, '--max-error-ratio', '0.001'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[batch-too-many-errors]'),
    });
    expect(await dqs(['batch-predict', '-m', model, '-i', requests])).toMatchObject({ code: 2 });
    expect(await dqs([...args, '--output-format', 'xml'])).toMatchObject({ code: 2 });
    expect(await dqs(['batch', 'status', folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[batch-state-invalid]'),
    });
  });

  it('tells of columns that are missing or there twice', async () => {
    const bad = join(folder, 'bad.csv');
    const run = () => dqs(['batch-predict', '-m', model, '-i', bad, '-o', join(folder, 'bad-out.csv')]);
    writeFileSync(bad, 'dataset_uid,rule_code,business_date\nu,R,2025-01-01\n');
    expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining('did you mean "dataset_uid"') });
    writeFileSync(bad, 'dataset_uuid,rule_code,rule_code,business_date\nu,R,R,2025-01-01\n');
    expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining('"rule_code" twice') });
  });
});

/** Resolves when a process has told of so many shards. */
function shardsDone(child: ChildProcess, count: number): Promise<void> {
  return new Promise((done) => {
    let text = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if ((text.match(/"type":"shard"/g) ?? []).length >= count) done();
    });
    child.on('close', () => done());
  });
}

describe('dqs batch-predict, stopped', () => {
  it('by Ctrl-C exits with 130, tells how to resume, and resumes', async () => {
    const whole = place();
    await expectFine(whole.args);
    const { output, args } = place();
    const child = start([...args, '--progress', 'json', '-w', '1', '--shard-rows', '100']);
    const ended = finished(child);
    await shardsDone(child, 3);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/records are done and kept in .*run it again with the same options to resume/);
    expect(existsSync(output)).toBe(false);
    const status = JSON.parse(await expectFine(['batch', 'status', `${output}.batch`, '--json'])) as { state: string };
    expect(status.state).toBe('unfinished');
    expect(await dqs([...args, '-m', join(folder, 'no-model')])).toMatchObject({ code: 1 });
    const report = JSON.parse(await expectFine([...args, '--resume', '--json'])) as { resumedShards: number };
    expect(report.resumedShards).toBeGreaterThanOrEqual(3);
    expect(bytesOf(output)).toBe(bytesOf(whole.output));
  });

  it('is not gone on with by another model', async () => {
    const { output, args } = place();
    const child = start([...args, '--progress', 'json', '-w', '1', '--shard-rows', '100']);
    const ended = finished(child);
    await shardsDone(child, 1);
    child.kill('SIGKILL');
    await ended;
    const other = join(folder, 'other');
    await expectFine([
      'train',
      '-i',
      join(folder, 'history.csv'),
      '--spec',
      'classic',
      '--rounds',
      '5',
      '--no-gates',
      '-o',
      other,
    ]);
    expect(await dqs([...args, '-m', other])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\[batch-changed\].*started with a different model/),
    });
    expect((await dqs([...args, '-m', other, '--restart'])).code).toBe(0);
    expect(existsSync(output)).toBe(true);
  });

  it(`by kill -9 at ${KILLS} random moments, ends with the bytes of a run that was not`, async () => {
    const whole = place();
    await expectFine(whole.args);
    const random = new Random(Number(process.env['DQS_SEED'] ?? 7));
    for (let killed = 0; killed < KILLS; ) {
      const { output, args } = place();
      for (let round = 0; ; round += 1) {
        const child = start([...args, '--progress', 'json']);
        const ended = finished(child);
        if (round < 5) killAt(child, Math.floor(14 * random.next()), random.next());
        if ((await ended).code === 0) break;
        killed += 1;
      }
      expect(bytesOf(output)).toBe(bytesOf(whole.output));
      rmSync(join(output, '..'), { recursive: true });
    }
  }, 3_600_000);
});
