import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { formatDay, parseDay } from '@dqs/core';

import { TASK_INDEX_VARIABLES, taskIndex } from '../src/commands/task-index.js';
import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const SHARDS = 4;
let [model, other, requests, whole] = ['', '', '', ''];

const bytesOf = (output: string) =>
  readFileSync(output, 'latin1') + readFileSync(`${output}.dead-letters.jsonl`, 'latin1');

beforeAll(async () => {
  const history = await smallHistory(folder);
  model = await smallBundle(folder, history);
  other = join(folder, 'other');
  const training = ['--spec', 'classic', '--rounds', '12', '--param', 'min_data_in_leaf=5'];
  await expectFine(['train', '--input', history, ...training, '--out', other]);
  const series = [...new Set(readFileSync(history, 'utf8').split('\n').slice(1, -1).map(seriesOf))];
  const first = parseDay('2025-05-05')!;
  const lines = Array.from({ length: 4000 }, (_, i) =>
    i % 100 === 50 ? `,R,soon,${i}` : `${series[i % series.length]},${formatDay(first + (i % 30))},"${i}\n."`,
  );
  requests = join(folder, 'requests.csv');
  writeFileSync(requests, `dataset_uuid,rule_code,business_date,id\n${lines.join('\n')}\n`);
  const output = join(folder, 'whole.csv');
  await expectFine(['batch-predict', '-m', model, '-i', requests, '-o', output]);
  whole = bytesOf(output);
}, 120_000);

function seriesOf(line: string): string {
  const fields = line.split(',');
  return `${fields[2]},${fields[6]}`;
}

let runs = 0;
/** Plans a run of {@link SHARDS} tasks in a new folder. */
async function planned(...more: string[]): Promise<string> {
  const run = join(folder, `run-${(runs += 1)}`);
  await expectFine(['batch', 'plan', '--run', run, '-m', model, '-i', requests, '--shards', String(SHARDS), ...more]);
  return run;
}

const work = (run: string, ...more: string[]) => ['batch', 'work', '--run', run, '-m', model, '-w', '1', ...more];

describe('dqs batch plan, work, finish and status', () => {
  it('make the bytes of dqs batch-predict, whoever tells the tasks their numbers, and of a file: URL too', async () => {
    const run = join(folder, 'told');
    const url = pathToFileURL(run).href;
    const args = ['batch', 'plan', '--run', url, '-m', model, '-i', pathToFileURL(requests).href, '--shards', '6'];
    expect(JSON.parse(await expectFine([...args, '--json']))).toMatchObject({
      records: 4000,
      shards: 6,
      wasThere: false,
    });
    // The name of the input is in the dead letters: that of a URL is its path.
    expect(await expectFine(args)).toContain('4,000 requests of');
    for (const [index, variable] of TASK_INDEX_VARIABLES.entries()) {
      const { code, stderr } = await dqs(work(url), { env: { [variable]: String(index) } });
      expect(`${stderr}${code}`).toBe('0');
    }
    const unfinished = await dqs(['batch', 'finish', '--run', run]);
    expect(unfinished).toMatchObject({ code: 1 });
    expect(unfinished.stderr).toContain('[batch-incomplete]: expected all 6 shards to be done, 1 are not: 5');
    expect(await expectFine(['batch', 'status', '--run', url])).toContain('unfinished: 5 of 6 tasks');
    expect(await expectFine(work(run, '--index', '5'))).toMatch(/^task 5: \d+ forecasts, \d+ dead letters\n$/);
    expect(JSON.parse(await expectFine(['batch', 'status', '--run', run, '--json']))).toMatchObject({
      state: 'complete',
      missing: [],
    });
    const output = join(folder, 'told.csv');
    const report = JSON.parse(await expectFine(['batch', 'finish', '--run', run, '-o', output, '--json'])) as object;
    expect(report).toMatchObject({
      records: 4000,
      rows: 3960,
      dead_letters: 40,
      shards: 6,
      wasFinished: false,
      output,
    });
    expect(bytesOf(output)).toBe(whole);
    const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')) as {
      output_header: string;
      parts: { key: string }[];
    };
    const read = manifest.parts.map(({ key }) => readFileSync(join(run, key), 'latin1'));
    expect(manifest.output_header + read.join('')).toBe(readFileSync(output, 'latin1'));
  });

  it('make them after kills at any moment, each task started again until it ends', async () => {
    const run = await planned();
    let killed = 0;
    for (let index = 0; index < SHARDS; index += 1) {
      // The first start is killed as it works, the second as soon as it has committed bytes, or while it starts.
      for (const moment of ['"type":"progress"', '']) {
        const child = start(work(run, '--index', String(index), '--progress', 'json', '--shard-rows', '100'));
        child.stderr!.on('data', (text: Buffer) => void (text.includes(moment) && child.kill('SIGKILL')));
        if ((await finished(child)).code === null) killed += 1;
      }
      await expectFine(work(run, '--index', String(index)));
    }
    expect(killed).toBeGreaterThanOrEqual(SHARDS);
    const output = join(folder, 'killed.csv');
    await expectFine(['batch', 'finish', '--run', run, '-o', output]);
    expect(bytesOf(output)).toBe(whole);
  }, 240_000);

  it('end soon after SIGTERM with 130, commit nothing, and make the same bytes with --all and workers', async () => {
    const run = await planned('--output-format', 'csv');
    const child = start(work(run, '--all', '--progress', 'json', '--shard-rows', '10'));
    let isTold = false;
    child.stderr!.on('data', (text: Buffer) => {
      if (!isTold && text.includes('"type":"progress"')) isTold = child.kill('SIGTERM');
    });
    expect(await finished(child)).toMatchObject({ code: 130 });
    expect(existsSync(join(run, 'done'))).toBe(false);
    await expectFine(['batch', 'work', '--run', run, '-m', model, '--all', '-w', '2', '--shard-rows', '300']);
    const output = join(folder, 'stopped.csv');
    await expectFine(['batch', 'finish', '--run', run, '-o', output]);
    expect(bytesOf(output)).toBe(whole);
  });

  it('tell with 2 that another start is of no use: another model, input or number than was planned', async () => {
    const run = await planned();
    const changed = join(folder, 'changed.csv');
    writeFileSync(changed, readFileSync(requests, 'utf8').replaceAll('2025-05-06', '2025-05-07'));
    const tries: [string[], string][] = [
      [
        ['batch', 'work', '--run', run, '-m', other, '--index', '0'],
        '[batch-plan-mismatch]: this task has another model (planned',
      ],
      [work(run, '--index', '0', '-i', changed), '[batch-plan-mismatch]: the input'],
      [work(run, '--index', '4'), 'expected a shard from 0 to 3'],
      [work(run), 'expected the number of the task: --index, --all, or one of JOB_COMPLETION_INDEX'],
    ];
    for (const [args, message] of tries) {
      const { code, stderr } = await dqs(args);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect(readdirSync(run).filter((name) => !name.startsWith('.'))).toEqual(['plan.json']);
  });

  it('refuse inputs of which no part can be read by itself, places of other kinds, and an output of another format', async () => {
    const letters = join(folder, 'letters.jsonl');
    writeFileSync(letters, '{"dead_letters":1,"input":"x","record_format":{"format":"lines"}}\n');
    const parquet = join(folder, 'requests.parquet');
    writeFileSync(parquet, 'PAR1');
    for (const [input, got] of [
      [letters, 'dead letters'],
      [parquet, 'Parquet'],
    ] as const) {
      const { code, stderr } = await dqs(['batch', 'plan', '--run', join(folder, 'none'), '-m', model, '-i', input]);
      expect(`${code} ${stderr}`).toContain(`got ${got}`);
      expect(code).toBe(2);
    }
    for (const place of ['https://bucket/run', 's3://No Bucket/run', 's3:///run']) {
      const { code, stderr } = await dqs(['batch', 'status', '--run', place]);
      expect(`${code} ${stderr}`).toMatch(/^2 error \[config-invalid\]: --run: expected a /);
    }
    const run = await planned('--output-format', 'jsonl');
    await expectFine(work(run, '--all'));
    const { code, stderr } = await dqs(['batch', 'finish', '--run', run, '-o', join(folder, 'x.csv')]);
    expect(`${code} ${stderr}`).toContain('expected an output that is named as jsonl');
    expect(await dqs(['batch', 'finish', '--run', run, '--max-error-ratio', '0.001'])).toMatchObject({ code: 1 });
    await expectFine(['batch', 'finish', '--run', run, '-o', join(folder, 'x.jsonl')]);
    const lines = readFileSync(join(folder, 'x.jsonl'), 'utf8').split('\n');
    expect(lines).toHaveLength(3961);
    expect(JSON.parse(lines[0]!)).toMatchObject({ id: '0\n.', horizon: expect.any(Number) as number });
  });

  it('plan Parquet as the format of the assembled file, with the values of dqs batch-predict', async () => {
    mkdirSync(join(folder, 'p'));
    const run = await planned('--output-format', 'parquet');
    await expectFine(work(run, '--all'));
    const [assembled, direct] = [join(folder, 'p', 'a.parquet'), join(folder, 'p', 'b.parquet')];
    await expectFine(['batch', 'finish', '--run', run, '-o', assembled]);
    await expectFine(['batch-predict', '-m', model, '-i', requests, '-o', direct]);
    expect(readFileSync(assembled).equals(readFileSync(direct))).toBe(true);
  });
});

describe('the number of a task', () => {
  it('is that of the command line, else of the engine that tells one', () => {
    expect(taskIndex(3, { JOB_COMPLETION_INDEX: '4' })).toBe(3);
    for (const name of TASK_INDEX_VARIABLES) expect(taskIndex(undefined, { [name]: '12' })).toBe(12);
    expect(taskIndex(undefined, { JOB_COMPLETION_INDEX: '5', BATCH_TASK_INDEX: '5', CLOUD_RUN_TASK_INDEX: '' })).toBe(
      5,
    );
  });

  it('is refused where it is none, or where two engines disagree', () => {
    for (const value of ['-1', '1.5', 'x', ' 1', '9'.repeat(20)]) {
      expect(() => taskIndex(undefined, { SLURM_ARRAY_TASK_ID: value })).toThrow(/expected one number of a task/);
    }
    expect(() => taskIndex(undefined, { JOB_COMPLETION_INDEX: '1', BATCH_TASK_INDEX: '2' })).toThrow(
      'JOB_COMPLETION_INDEX="1", BATCH_TASK_INDEX="2"',
    );
  });
});
