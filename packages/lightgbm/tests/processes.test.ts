import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Dataset, train } from '../src/index.js';
import { table } from './support/data.js';
import { freePorts, program } from './support/program.js';

// `npm run stress` runs more random cases, each time with another seed.
const times = Number(process.env['DQS_STRESS'] ?? 1);
const seed = process.env['DQS_SEED'] ?? '1';
const MINUTES = 60_000;

describe('processes and threads', () => {
  it('worker threads train and predict, and may be terminated while they do', async () => {
    const ended = await program('workers.mts');
    expect(ended).toMatchObject({ code: 0, stdout: 'ok\n', stderr: '' });
  });

  it('a process may end while it trains', async () => {
    expect(await program('leave-while-training.mts')).toMatchObject({ code: 3, stdout: '', stderr: '' });
  });

  it('arrays may be transferred away while jobs work on what they held', async () => {
    const ended = await program('transfer.mts', [], ['--expose-gc']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({
      ...{ predict: 0, 'predict with LightGBM': 0, predictCsr: 0 },
      ...{ fromColumns: 0, fromCsr: 0, subset: 0, updateCustom: 0 },
    });
  });

  it('memory stays bounded under constant collection, whether objects are closed or not', async () => {
    const ended = await program('stress.mts', ['90'], ['--expose-gc']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    // A leak of one dataset per cycle (2000 rows × 8 features, binned) alone would be 15 MB or more.
    expect((JSON.parse(ended.stdout) as { growthMb: number }).growthMb).toBeLessThan(12);
  });

  it('running out of memory is an error, and the process continues', async () => {
    // The loader of TypeScript uses WebAssembly, which would reserve gigabytes of addresses.
    const ended = await program('short-of-memory.mts', [], ['--disable-wasm-trap-handler']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const failed = 'lightgbm: out of memory';
    expect(JSON.parse(ended.stdout)).toEqual([failed, failed, failed, '500']);
  });

  it(
    'no damaged model text crashes the process',
    async () => {
      const ended = await program('fuzz-models.mts', [String(1000 * times), seed]);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { texts, loaded } = JSON.parse(ended.stdout) as { texts: number; loaded: number };
      expect([texts, loaded > 300]).toEqual([3000 * times, true]);
    },
    30 * MINUTES,
  );

  it(
    'no call of a native function crashes the process, whatever its arguments',
    async () => {
      const ended = await program('hostile-calls.mts', [String(3000 * times), seed], ['--expose-gc']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { well, failed, differences } = JSON.parse(ended.stdout) as Record<string, number>;
      expect([well! > 1000, failed! > 1000, differences]).toEqual([true, true, 0]);
    },
    30 * MINUTES,
  );

  it('a process may end while a training waits for other machines', async () => {
    expect(await program('leave-while-waiting.mts')).toMatchObject({ code: 3, stdout: '', stderr: '' });
  });

  it('two machines train the same model together', async () => {
    const ports = (await freePorts(2)).map(String);
    const ranks = await Promise.all([0, 1].map((rank) => program('rank.mts', [String(rank), ...ports])));
    expect(ranks).toMatchObject([{ code: 0 }, { code: 0 }]);
    const [a, b] = ranks.map(
      (rank) => JSON.parse(rank.stdout) as { hash: string; trees: number; first: number; last: number },
    );
    expect(a?.hash).toBe(b?.hash);
    expect(a?.trees).toBe(10);
    expect(a?.last).toBeLessThan(a?.first ?? 0);
  });

  it('two machines with a common reference train the model of one on all rows, but for the rounding of sums', async () => {
    const { columns, label, categorical } = table(60, 3000);
    const folder = mkdtempSync(join(tmpdir(), 'dqs-reference-'));
    try {
      const file = join(folder, 'reference.bin');
      // Chosen from some rows, as a sample of a long history is.
      const sample = columns.map((column) => column.filter((_, row) => row % 3 === 0));
      const params = { feature_pre_filter: false };
      const reference = await Dataset.fromColumns(sample, { categoricalFeatures: categorical, params });
      await reference.saveBinary(file);
      const ports = (await freePorts(2)).map(String);
      const ranks = await Promise.all([0, 1].map((rank) => program('rank.mts', [String(rank), ...ports, file])));
      expect(ranks).toMatchObject([{ code: 0 }, { code: 0 }]);
      const [a, b] = ranks.map((rank) => (JSON.parse(rank.stdout) as { text: string }).text);
      expect(a).toBe(b);
      const all = await Dataset.fromColumns(columns, { label, reference });
      const { booster } = await train({ num_leaves: 8, num_threads: 1, metric: 'l2' }, all, { rounds: 10 });
      const [together, alone] = [a!, booster.toString()].map(treesOf);
      for (const name of [
        'split_feature',
        'threshold',
        'decision_type',
        'left_child',
        'right_child',
        'cat_threshold',
      ]) {
        expect(together![name]).toEqual(alone![name]);
      }
      const numbers = (trees: Record<string, string[]>) => trees['leaf_value']!.join(' ').split(' ').map(Number);
      // Sums of 3,000 numbers in another order: far below what a print of 12 digits would show.
      const most = Math.max(...numbers(together!).map((value, i) => Math.abs(value - numbers(alone!)[i]!)));
      expect(most).toBeLessThan(1e-11);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The lines of all trees of a model text, by name. */
function treesOf(text: string): Record<string, string[]> {
  const lines = text.slice(text.indexOf('Tree=0')).matchAll(/^(\w+)=(.*)$/gm);
  const trees: Record<string, string[]> = {};
  for (const [, name, values] of lines) (trees[name!] ??= []).push(values!);
  return trees;
}
