import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder, type Run } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const POLICY = `apiVersion: dqs/v1
kind: RetrainingPolicy
model: orders
triggers: { schedule: { every: 36500d } }
limits: { cool_down: 0d, per_week: 100 }
gates: { better: {}, naive_skill: {} }
approval: auto
`;
const retrain = (...args: readonly string[]): Promise<Run> => dqs(['retrain', ...args], { cwd: folder });
const json = async (...args: readonly string[]) => {
  const { stdout } = await retrain(...args, '--json');
  return JSON.parse(stdout) as Record<string, unknown>;
};
const INPUT = ['--input', 'history.csv'];

beforeAll(async () => {
  const history = await smallHistory(folder);
  await smallBundle(folder, history, 'model');
  await expectFine(['registry', 'register', 'orders', '--model', 'model', '--by', 'ann'], folder);
  await expectFine(
    ['registry', 'promote', 'orders@latest', 'production', '--by', 'ann', '--override', '--reason', 'first'],
    folder,
  );
  writeFileSync(join(folder, 'dqs.retrain.yaml'), POLICY);
});

describe('dqs retrain', () => {
  it('plan tells why not, and writes nothing', async () => {
    const { code, stdout } = await retrain('plan', ...INPUT);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^no: nothing calls for it\n {2}quiet {2}schedule: the last training was .* ago, one is due every/,
    );
    expect(await json('decisions')).toEqual({ run: null, paused: null, entries: [] });
  });

  it('run records a no, and a training that a person asks for with its verdict', async () => {
    expect((await json('run', ...INPUT))['judgement']).toBeNull();
    const run = await json('run', ...INPUT, '--reason', 'new rules', '--by', 'ann');
    expect(run).toMatchObject({
      decision: { start: true, reason: 'yes: ann asks for it: new rules' },
      challenger: expect.stringMatching(/^1\.\d+\.\d+$/),
      judgement: { verdict: expect.stringMatching(/^(inconclusive|reject)$/) },
      data: { snapshot: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { stdout } = await retrain('decisions');
    expect(stdout).toMatch(
      /dqs-retraining {2}decided {2}no: nothing calls for it\n.* ann {2}retrain-[0-9a-f]{16} {2}yes: ann asks/,
    );
    expect(stdout).toMatch(/retrain-[0-9a-f]{16} {2}1\.\d+\.\d+: (inconclusive|reject)\n$/);
  });

  it('plan says of a store what it says of the file that was collected', async () => {
    await expectFine(['collect', 'history.csv', '--store', 'store'], folder);
    await expectFine(['ledger', 'collect', '--store', 'store'], folder);
    const plan = await json('plan', '--store', 'store');
    expect(plan).toMatchObject({ start: false, reason: expect.stringMatching(/^no: /) });
    const found = ({ triggers, blocks }: Record<string, unknown>) =>
      [triggers, blocks].map((all) =>
        (all as { name: string; isMet?: boolean }[]).map(({ name, isMet }) => [name, isMet]),
      );
    expect(found(plan)).toEqual(found(await json('plan', ...INPUT)));
  });

  it('pause stops it for everyone until resume, and both are recorded', async () => {
    await retrain('pause', '--reason', 'rebuild', '--by', 'ann');
    expect(await json('run', ...INPUT, '--reason', 'now')).toMatchObject({
      decision: {
        start: false,
        nextAllowedAt: null,
        blocks: [{ name: 'paused', reason: expect.stringContaining('ann') }],
      },
    });
    const { code, stdout } = await retrain('resume', '--by', 'ann');
    expect([code, stdout]).toEqual([0, 'resumed by ann\nno training is under way\n']);
  });

  it('approve and veto of nothing, and acts without the reason that they need, are wrong use', async () => {
    for (const args of [['approve'], ['veto', '--reason', 'no'], ['pause'], ['resume']]) {
      const { code, stderr } = await retrain(...args);
      expect(code).toBe(2);
      expect(stderr).toContain('expected');
    }
  });

  it('ends with 2 and every problem where the policy cannot be read, and with 1 where there is none', async () => {
    writeFileSync(
      join(folder, 'wrong.yaml'),
      POLICY.replace('approval: auto', 'approval: maybe').replace('model:', 'modell:'),
    );
    const wrong = await retrain('plan', ...INPUT, '--policy', 'wrong.yaml');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/wrong\.yaml:3:1: expected .* got "modell"; did you mean "?model/);
    expect(wrong.stderr).toContain('wrong.yaml:7:11: expected auto, person');
    const missing = await retrain('plan', ...INPUT, '--policy', 'none.yaml');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('name one with --policy');
  });
});
