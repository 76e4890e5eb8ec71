import type { ArrayStatus, BatchReport, BatchStatus, FinishReport, WorkedShard } from '@dqs/batch';
import type { RequestCheck } from '@dqs/pipelines';

import { arrayStatusText, batchText, checkText, finishText, planText, statusText, workText } from '../../src/text.js';

const input = { name: 'requests.csv', bytes: 20_480, sha256: 'f'.repeat(64) };
const reasons = { 'bad date': 2, 'no\u001brule': 1 };

const REPORT: BatchReport = {
  records: 1203,
  rows: 1200,
  deadLetters: 3,
  reasons,
  shards: 6,
  resumedShards: 0,
  workers: 2,
  seconds: 1.5,
  recordsPerSecond: 802.4,
  output: 'out.csv',
  deadLetterFile: 'out.csv.dead',
  fault: null,
};

describe('a run of many forecasts', () => {
  it('says how many were written where, how fast, and what could not be read', () => {
    expect(batchText(REPORT, false)).toBe(
      '1,200 forecasts written to out.csv in 1.50 s (802/s, 2 workers)\n' +
        '3 dead letters (bad date 2, no\\x1brule 1): out.csv.dead\n',
    );
  });

  it('that was dry names no file, since there is none', () => {
    const one = { ...REPORT, rows: 1, workers: 1, deadLetters: 1, reasons: { 'bad date': 1 }, seconds: 0.25 };
    expect(batchText(one, true)).toBe(
      '1 forecast, nothing was written (dry run), in 250 ms (802/s, 1 worker)\n1 dead letter (bad date 1)\n',
    );
  });

  it('that went on with an earlier one says how much of it was there', () => {
    expect(batchText({ ...REPORT, resumedShards: 4, deadLetters: 0 }, false)).toBe(
      '1,200 forecasts written to out.csv in 1.50 s (802/s, 2 workers, 4 of 6 shards from an earlier run)\n',
    );
  });
});

describe('a check of requests', () => {
  const check: RequestCheck = {
    records: 1003,
    requests: 1000,
    rejected: reasons,
    columns: ['dataset\n', 'rule'],
    days: { from: '2026-03-01', to: '2026-03-05' },
    duplicates: 7,
    unknownSeries: { requests: 25, share: 0.025 },
    pastDays: 2,
    estimate: { recordsPerSecond: 5000, workers: 2, seconds: 0.2 },
    fault: null,
  };

  it('says what can be forecast, what looks wrong, and how long it will take', () => {
    expect(checkText(check)).toBe(
      [
        '1,003 records, 1,000 requests, 2026-03-01 to 2026-03-05',
        'columns: dataset\\n, rule',
        'unknown series: 25 requests (2.50 %)',
        'duplicates: 7; for days already in the history: 2',
        '3 dead letters (bad date 2, no\\x1brule 1)',
        'about 200 ms with 2 workers (5,000/s)\n',
      ].join('\n'),
    );
  });

  it('has no days where there is no request, and says 1 record of one', () => {
    const unknownSeries = { requests: 1, share: 1 };
    const text = checkText({ ...check, records: 1, requests: 1, days: null, unknownSeries });
    expect(text.split('\n').slice(0, 3)).toEqual([
      '1 record, 1 request',
      'columns: dataset\\n, rule',
      'unknown series: 1 request (100.00 %)',
    ]);
    expect(text).not.toContain('dead letter');
  });
});

describe('the state of a run', () => {
  const status: BatchStatus = {
    directory: 'run',
    state: 'unfinished',
    input,
    identity: { model: 'orders@1', config: 'c'.repeat(71) },
    startedAt: '2026-03-01T08:00:00Z',
    finishedAt: null,
    shards: 1,
    records: 1,
    rows: 1,
    deadLetters: 0,
    reasons: {},
    output: null,
    deadLetterFile: null,
  };

  it('that is not finished says how it goes on, and cuts what is long', () => {
    expect(statusText(status)).toBe(
      [
        'unfinished: started at 2026-03-01T08:00:00Z, unfinished; the same command resumes it',
        'input requests.csv (20.5 kB)',
        'model orders@1',
        `config ${'c'.repeat(67)}…`,
        '1 record in 1 shard is done\n',
      ].join('\n'),
    );
  });

  it('that is finished names its files', () => {
    const counts = { shards: 6, records: 1203, deadLetters: 3, reasons };
    const files = { output: 'out.csv', deadLetterFile: 'out.csv.dead' };
    const finished = { ...status, ...counts, ...files, identity: {}, state: 'finished' as const };
    expect(statusText({ ...finished, finishedAt: '2026-03-01T08:05:00Z' })).toBe(
      [
        'finished: started at 2026-03-01T08:00:00Z, finished at 2026-03-01T08:05:00Z',
        'input requests.csv (20.5 kB)',
        '1,203 records in 6 shards are done: out.csv',
        '3 dead letters (bad date 2, no\\x1brule 1): out.csv.dead\n',
      ].join('\n'),
    );
  });
});

describe('tasks on many machines', () => {
  it('are planned: how many there are, which numbers they have, and where the plan is', () => {
    const plan = { run: 's3://bucket/run', input, records: 1203, shards: 6, wasThere: false };
    expect(planText(plan)).toBe(
      '1,203 requests of requests.csv (20.5 kB) in 6 tasks, numbered 0 to 5\nplanned: s3://bucket/run\n',
    );
    expect(planText({ ...plan, records: 1, shards: 1, wasThere: true })).toBe(
      '1 request of requests.csv (20.5 kB) in 1 task, numbered 0\nthe same plan was there already: s3://bucket/run\n',
    );
  });

  it('tell a line each of what they did', () => {
    const shard = (number: number, rows: number, dead: number, wasDone: boolean) =>
      ({ shard: number, rows, dead_letters: dead, wasDone }) as WorkedShard;
    expect(workText([shard(0, 200, 0, false), shard(1, 1, 1, true)])).toBe(
      'task 0: 200 forecasts\ntask 1: 1 forecast, 1 dead letter (was done)\n',
    );
    expect(workText([])).toBe('');
  });

  it('are finished: what came out, and where it is', () => {
    const counts = { input, identity: {}, records: 1203, rows: 1200, dead_letters: 3, dead_letter_share: 0.0025 };
    const report: FinishReport = {
      ...counts,
      reasons,
      shards: 6,
      wasFinished: false,
      output: 'out.csv',
      deadLetterFile: 'out.csv.dead',
    };
    expect(finishText(report)).toBe(
      'finished: 1,200 forecasts in 6 parts, written to out.csv\n' +
        '3 dead letters (bad date 2, no\\x1brule 1): out.csv.dead\n',
    );
    const again = { ...report, rows: 1, shards: 1, wasFinished: true, output: null, deadLetterFile: null };
    expect(finishText(again)).toBe('was finished: 1 forecast in 1 part\n3 dead letters (bad date 2, no\\x1brule 1)\n');
  });

  it('say which of them are not done, the first twenty by number', () => {
    const status = (missing: readonly number[]): ArrayStatus => ({
      state: missing.length === 0 ? 'complete' : 'unfinished',
      input,
      identity: {},
      shards: 30,
      doneShards: 30 - missing.length,
      missing,
      records: 3000,
      doneRecords: 3000 - 100 * missing.length,
      rows: 0,
      deadLetters: 0,
      reasons: {},
    });
    const upTo = (end: number) => Array.from({ length: end }, (_, i) => i);
    expect(arrayStatusText(status([]))).toBe(
      'complete: 30 of 30 tasks, 3,000 of 3,000 records are done\ninput requests.csv (20.5 kB)\n',
    );
    expect(arrayStatusText(status([4, 7])).split('\n')[2]).toBe('not done: 4, 7');
    expect(arrayStatusText(status(upTo(20))).split('\n')[2]).toBe(`not done: ${upTo(20).join(', ')}`);
    expect(arrayStatusText(status(upTo(21))).split('\n')[2]).toBe(`not done: ${upTo(20).join(', ')}, …`);
  });
});
