import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from '../support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from '../support/fixtures.js';

const folder = scratchFolder();
let history = '';
const versions = ['--control', 'few-rounds', '--treatment', 'more-rounds'];

beforeAll(async () => {
  history = await smallHistory(folder);
  const train = ['train', '--input', history, ...QUICK_TRAINING, '--test-fraction', '0.4', '--no-gates'];
  await expectFine([...train, '--rounds', '1', '--out', 'few-rounds'], folder);
  await expectFine([...train, '--rounds', '60', '--out', 'more-rounds'], folder);
});

interface Replayed {
  readonly from: string;
  readonly to: string;
  readonly forecasts: number;
  readonly evaluation: { readonly treatments: readonly { readonly verdict: string; readonly primary: Primary }[] };
}
interface Primary {
  readonly rows: number;
  readonly days: number;
  readonly difference: number;
  readonly timeline: readonly { readonly day: string }[];
}

const replay = async (...more: string[]) => {
  const { code, stdout, stderr } = await dqs(
    ['experiment', 'replay', '--input', history, ...versions, '--json', ...more],
    { cwd: folder },
  );
  if (code !== 0 && code !== 3) throw new Error(stderr);
  return JSON.parse(stdout) as Replayed;
};

describe('dqs experiment replay', () => {
  it('tells day by day what an experiment over past days would have found', async () => {
    const run = await dqs(['experiment', 'replay', '--input', history, ...versions, '--html', 'replay.html'], {
      cwd: folder,
    });
    expect([0, 3]).toContain(run.code);
    expect(run.stdout).toMatch(/^\d+ forecasts 1 day ahead by each version, 2025-\d\d-\d\d to 2025-04-30$/m);
    expect(run.stdout).toMatch(/^paired t +28 +yes/m);
    expect(run.stdout).toMatch(/^split /m);
    expect(readFileSync(join(folder, 'replay.html'), 'utf8')).toContain('What the split alone would say');
    const result = await replay();
    const { primary } = result.evaluation.treatments[0]!;
    expect(primary.rows).toBe(result.forecasts);
    expect(primary.timeline).toHaveLength(primary.days);
    expect(primary.timeline.at(-1)!.day).toBe(result.to);
  });

  it('never forecasts a day that a version was trained on', async () => {
    const { from } = await replay();
    for (const bundle of ['few-rounds', 'more-rounds']) {
      const manifest = JSON.parse(readFileSync(join(folder, bundle, 'manifest.json'), 'utf8')) as {
        training: { to: string };
      };
      expect(from > manifest.training.to).toBe(true);
    }
    const run = await dqs(['experiment', 'replay', '--input', history, ...versions, '--from', '2025-02-01'], {
      cwd: folder,
    });
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a model knows the outcome of the days it learned from'),
    });
  });

  it('agrees with an experiment that records the same days', async () => {
    const replayed = await replay('--from', '2025-04-01', '--to', '2025-04-20');
    await expectFine(['experiment', 'create', 'live', ...versions], folder);
    const record = ['experiment', 'record', 'live', '--input', history];
    await expectFine([...record, '--from', '2025-04-01', '--to', '2025-04-10'], folder);
    await expectFine([...record, '--from', '2025-04-08', '--to', '2025-04-20'], folder);
    const { stdout } = await dqs(['experiment', 'evaluate', 'live', '--json'], { cwd: folder });
    const live = JSON.parse(stdout) as Replayed['evaluation'];
    expect(live.treatments[0]!.primary).toEqual(replayed.evaluation.treatments[0]!.primary);
  });

  it('records the version that serves only, in split mode', async () => {
    await expectFine(['experiment', 'create', 'divided', ...versions, '--mode', 'split'], folder);
    await expectFine(['experiment', 'record', 'divided', '--input', history, '--from', '2025-04-25'], folder);
    const lines = readFileSync(join(folder, 'experiments/divided/outcomes.jsonl'), 'utf8').trim().split('\n');
    for (const line of lines) {
      expect(Object.keys((JSON.parse(line) as { arms: object }).arms)).toHaveLength(1);
    }
  });

  it('plans from past days', async () => {
    const text = await expectFine(
      ['experiment', 'plan', '--input', history, ...versions, '--effect', '0.1', '--max-days', '3000'],
      folder,
    );
    expect(text).toMatch(/^To detect a change of 10\.0 % of a loss of \d+\.\d+, daily differences vary by .*, 6 units/);
    expect(text.match(/^(paired|split) /gm)).toHaveLength(4);
  });
});
