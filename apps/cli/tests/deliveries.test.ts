import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Random } from '@dqs/core';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const PARTS = 6;
let history = '';
let parts: string[] = [];

beforeAll(async () => {
  history = await smallHistory(folder);
  const [header, ...rows] = readFileSync(history, 'utf8').trim().split('\n');
  parts = Array.from({ length: PARTS }, (_, part) => {
    const path = join(folder, `part-${part}.csv`);
    writeFileSync(path, [header, ...rows.filter((_row, i) => i % PARTS === part)].join('\n'));
    return path;
  });
});

const place = (name: string) => join(folder, name);
const json = async <T>(args: readonly string[]) => JSON.parse(await expectFine([...args, '--json'])) as T;

interface Listed {
  readonly entries: number;
  readonly deliveries: readonly { readonly id: string; readonly version: number; readonly arrivedAt: string }[];
  readonly arrivals: readonly unknown[];
}

/** The model that a history gives: equal models come from equal panels. */
async function modelOf(name: string, ...input: string[]): Promise<string> {
  await expectFine(['train', ...input, ...QUICK_TRAINING, '--no-gates', '--out', place(name)]);
  return readFileSync(join(place(name), 'model.txt'), 'utf8');
}

describe('dqs collect', () => {
  it('adds each file as one delivery, once, and every command reads their sum', async () => {
    const store = place('store');
    const args = ['collect', ...parts, '--store', store, '--by', 'ann'];
    expect(await expectFine(args)).toContain(`${PARTS} added, 0 replaced, 0 known already, 0 failed`);
    expect(await expectFine([...args].reverse().slice(2).reverse())).toContain(`0 added, 0 replaced, ${PARTS} known`);
    expect(await modelOf('from-store', '--store', store)).toBe(await modelOf('from-file', '--input', history));
    const summary = async (name: string, ...input: string[]) => {
      await expectFine(['summarize', ...input, '--out', place(name)]);
      return readFileSync(join(place(name), 'full_summary.csv'), 'utf8');
    };
    expect(await summary('s-store', '--store', store)).toBe(await summary('s-file', '--input', history));
    const predicted = (...input: string[]) =>
      expectFine(['predict', '--model', place('from-store'), ...input, '--all', '--format', 'csv']);
    expect(await predicted('--store', store)).toBe(await predicted('--input', history));
    const tested = await json<{ folds: unknown }>(['backtest', '--store', store, ...QUICK_TRAINING, '--folds', '2']);
    const fromFile = await json<{ folds: unknown }>([
      'backtest',
      '--input',
      history,
      ...QUICK_TRAINING,
      '--folds',
      '2',
    ]);
    expect(tested.folds).toEqual(fromFile.folds);
  });

  it('takes a correction under its id, and remembers what was known before', async () => {
    const store = place('corrected');
    await expectFine(['collect', parts[0]!, '--store', store, '--id', 'monday']);
    const first = await json<Listed>(['deliveries', 'list', '--store', store]);
    await sleep(20);
    await expectFine(['deliveries', 'replace', 'monday', parts[1]!, '--store', store]);
    await expectFine(['deliveries', 'compact', '--store', store]);
    expect(await expectFine(['deliveries', 'show', 'monday', '--store', store])).toMatch(/^monday\n.*\n2 .*\n1 /);
    const at = first.deliveries[0]!.arrivedAt;
    expect(await modelOf('then', '--store', store, '--known-at', at)).toBe(await modelOf('p0', '--input', parts[0]!));
    expect(await modelOf('now', '--store', store)).toBe(await modelOf('p1', '--input', parts[1]!));
    expect(await expectFine(['deliveries', 'verify', '--store', store])).toMatch(/^3 entries, 1 deliveries, .*fine/);
  });

  it('collects every file that can be read, and says with exit code 1 which cannot', async () => {
    const store = place('some');
    const broken = place('broken.csv');
    writeFileSync(broken, 'a,b\n1,2\n');
    const run = await dqs(['collect', broken, parts[0]!, '--store', store, '--json']);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      failed: 1,
      deliveries: [{ path: broken, outcome: 'failed', code: 'input-column-missing' }, { outcome: 'added' }],
    });
    expect(await dqs(['collect', broken, '--store', store])).toMatchObject({ code: 1, stdout: '' });
  });

  it('reads a pipe under the id of its sender', async () => {
    const store = place('piped');
    const input = readFileSync(parts[0]!);
    for (const outcome of ['added', 'known']) {
      const run = await dqs(['collect', '-', '--store', store, '--id', '../../etc/passwd', '--json'], { input });
      expect([run.code, (JSON.parse(run.stdout) as { deliveries: object[] }).deliveries]).toMatchObject([
        0,
        [{ outcome }],
      ]);
    }
  });

  it('never leaves more or less than whole deliveries when it is killed at any time', async () => {
    const store = place('killed');
    const random = new Random(3);
    for (let round = 0; round < 12; round += 1) {
      const child = start(['collect', ...parts, '--store', store]);
      const end = finished(child);
      await sleep(100 + 700 * random.next());
      child.kill('SIGKILL');
      await end;
      if (round % 4 === 3) expect(await expectFine(['deliveries', 'verify', '--store', store])).toContain('fine');
    }
    await expectFine(['collect', ...parts, '--store', store]);
    expect((await json<Listed>(['deliveries', 'list', '--store', store])).entries).toBe(PARTS);
    expect(await modelOf('after-kills', '--store', store)).toBe(await modelOf('whole', '--input', history));
    rmSync(store, { recursive: true });
  });
});

describe('dqs deliveries', () => {
  it.each([
    [['collect', 'PART', '--store', 'STORE', '--id', ' '], 2, 'not blank'],
    [['collect', 'PART', 'PART2', '--store', 'STORE', '--id', 'x'], 2, 'one input together with an id'],
    [['collect', 'PART'], 2, '--store'],
    [['deliveries', 'show', 'nobody', '--store', 'STORE'], 1, 'delivery-unknown'],
    [['deliveries', 'replace', 'nobody', 'PART', '--store', 'STORE'], 1, 'delivery-unknown'],
    [['train', '--store', 'STORE', '--out', 'OUT'], 1, 'dqs collect adds files'],
    [
      ['train', '--store', 'STORE', '--input', 'PART', '--out', 'OUT'],
      2,
      'one of --input, --panel, --panel-set and --store',
    ],
    [['train', '--input', 'PART', '--known-at', '2026-01-01', '--out', 'OUT'], 2, 'expected --store with --known-at'],
    [['deliveries', 'list', '--store', 's3://Bucket/x'], 2, 'a bucket of small letters'],
    [['monitor', '--store', 's3://bucket/x'], 2, 'expected --database-url beside --store s3://bucket/x'],
    [['serve', '--demo', '--store', 's3://bucket/x'], 2, 'expected a folder of this machine for --demo'],
  ])('%j is refused with code %s', async (words, code, message) => {
    const values = new Map([
      ['PART', parts[0]!],
      ['PART2', parts[1]!],
      ['STORE', place('none')],
      ['OUT', place('out')],
    ]);
    const run = await dqs(words.map((word) => values.get(word) ?? word));
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('are those of a folder by its URL as well', async () => {
    const store = place('by-url');
    await expectFine(['collect', parts[0]!, '--store', `file://${store}`]);
    const listed = await json<Listed>(['deliveries', 'list', '--store', store]);
    expect(listed.deliveries).toHaveLength(1);
    expect(await json<Listed>(['deliveries', 'list', '--store', `file:${store}`])).toMatchObject({
      deliveries: listed.deliveries,
    });
  });

  it('shows when each source usually arrives', async () => {
    const store = place('arrivals');
    await expectFine(['collect', parts[0]!, '--store', store]);
    expect(await expectFine(['deliveries', 'arrivals', '--store', store])).toContain('no source has a day');
    expect((await json<Listed>(['deliveries', 'list', '--store', store])).arrivals).toEqual([]);
  });
});
