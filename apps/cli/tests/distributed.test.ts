import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';

beforeAll(async () => {
  history = await smallHistory(folder);
});

/** Addresses on this machine that nobody listens on. */
async function freeMachines(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((ready) => server.on('listening', ready))));
  const machines = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return machines;
}

describe('dqs train --machines', () => {
  it('gives two processes the same model, which begins as that of one and errs as much', async () => {
    const machines = await freeMachines(2);
    const train = (rank: number) =>
      dqs([
        ...['train', '-i', history, ...QUICK_TRAINING, '--no-gates', '--out', join(folder, `rank-${rank}`), '--json'],
        ...['--machines', ...machines, '--rank', String(rank), '--threads', '1'],
      ]);
    const runs = await Promise.all([train(0), train(1)]);
    for (const run of runs) expect(run).toMatchObject({ code: 0, stderr: '' });
    const [first, second] = [0, 1].map((rank) => readFileSync(join(folder, `rank-${rank}`, 'model.txt'), 'utf8'));
    expect(first).toBe(second);
    expect(first).toContain('[machines: ]');
    await expectFine(['train', '-i', history, ...QUICK_TRAINING, '--no-gates', '--out', join(folder, 'alone')]);
    const alone = readFileSync(join(folder, 'alone', 'model.txt'), 'utf8');
    const beginOf = (text: string) =>
      ['split_feature', 'threshold'].map((name) =>
        new RegExp(`^${name}=(.*)$`, 'm').exec(text)![1]!.split(' ').slice(0, 8).map(Number),
      );
    // In the same bins; small leaves differ, since LightGBM's machines estimate the rows of a leaf from weights.
    expect(beginOf(first!)).toEqual(beginOf(alone));
    const maeOf = (name: string) => {
      const manifest = JSON.parse(readFileSync(join(folder, name, 'manifest.json'), 'utf8')) as {
        evaluation: { scores: { model: { mae: number } }[] };
      };
      return manifest.evaluation.scores[0]!.model.mae;
    };
    expect(Math.abs(maeOf('rank-0') / maeOf('alone') - 1)).toBeLessThan(0.02);
    const forecasts = await expectFine(['predict', '--model', join(folder, 'rank-1'), '--all', '--format', 'csv']);
    expect(forecasts.split('\n').length).toBeGreaterThan(6);
  });

  it('needs both settings, a rank there is, and a backend that can', async () => {
    const train = (...args: string[]) => dqs(['train', '-i', history, '--out', join(folder, 'never'), ...args]);
    const machines = ['--machines', '127.0.0.1:1', '127.0.0.1:2'];
    expect(await train(...machines)).toMatchObject({ code: 2, stderr: expect.stringContaining('--rank') });
    expect(await train(...machines, '--rank', '2')).toMatchObject({ code: 2 });
    expect(await train(...machines, '--rank', '0', '--backend', 'naive')).toMatchObject({
      code: expect.any(Number),
      stderr: expect.stringContaining('[model-backend-unsupported]'),
    });
    expect(await train(...machines, '--rank', '0', '--early-stopping', '5')).toMatchObject({
      stderr: expect.stringContaining('cannot stop early'),
    });
  });
});

describe('dqs backtest --workers', () => {
  it('gives the same report as one window after the other', async () => {
    const reports = [];
    for (const workers of ['1', '2']) {
      const args = ['backtest', '-i', history, ...QUICK_TRAINING, '--folds', '3', '--workers', workers, '--json'];
      const { timings, input, ...report } = JSON.parse(await expectFine(args)) as Record<string, unknown>;
      expect([timings, input]).not.toContain(undefined);
      reports.push(JSON.stringify(report));
    }
    expect(new Set(reports).size).toBe(1);
  });
});
