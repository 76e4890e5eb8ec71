import { program } from './support/program.js';

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
    expect(JSON.parse(ended.stdout)).toEqual({ predict: 0, 'predict a block': 0, margins: 0, 'DMatrix of a block': 0 });
  });

  it('memory stays bounded under constant collection, whether objects are closed or not', async () => {
    const ended = await program('stress.mts', ['40'], ['--expose-gc']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    // A leak of two matrices per cycle (2000 rows × 8 columns of 9 bytes and more) alone would be 12 MB or more.
    expect((JSON.parse(ended.stdout) as { growthMb: number }).growthMb).toBeLessThan(12);
  });

  it(
    'no damaged model crashes the process',
    async () => {
      const ended = await program('fuzz-models.mts', [String(120 * times), seed]);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect((JSON.parse(ended.stdout) as { loaded: number }).loaded).toBeGreaterThan(40);
    },
    30 * MINUTES,
  );

  it(
    'no call of a native function crashes the process, whatever its arguments',
    async () => {
      const ended = await program('hostile-calls.mts', [String(2000 * times), seed], ['--expose-gc']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { well, failed, differences } = JSON.parse(ended.stdout) as Record<string, number>;
      expect([well! > 500, failed! > 500, differences]).toEqual([true, true, 0]);
    },
    30 * MINUTES,
  );

  it('LightGBM and XGBoost share a process and one OpenMP, in turn and concurrently, with the results of each alone', async () => {
    const ended = await program('both-engines.mts', [], ['--conditions=@dqs/source']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({ differences: 0, openmp: process.platform === 'linux' ? 1 : 0 });
  });
});
