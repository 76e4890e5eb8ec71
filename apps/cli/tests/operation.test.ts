import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AlertSimulation } from '@dqs/pipelines';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const place = (name: string) => join(folder, name);
const json = async <T>(args: readonly string[]) => JSON.parse(await expectFine([...args, '--json'])) as T;
const STORE = ['--store', place('store')];
let last = '';

interface Issued {
  readonly date: string;
  readonly arms: readonly { readonly arm: string; readonly due: number; readonly issued: number }[];
}

beforeAll(async () => {
  const history = await smallHistory(folder);
  const [header, ...rows] = readFileSync(history, 'utf8').trim().split('\n');
  last = rows.at(-1)!.split(',')[4]!;
  const isLast = (row: string) => row.split(',')[4] === last;
  writeFileSync(place('before.csv'), [header, ...rows.filter((row) => !isLast(row))].join('\n'));
  writeFileSync(place('last.csv'), [header, ...rows.filter(isLast)].join('\n'));
  await expectFine(['train', '--input', place('before.csv'), ...QUICK_TRAINING, '--no-gates', '--out', place('model')]);
});

describe('the operation of forecasts', () => {
  it('says what to do where nothing is there yet', async () => {
    expect(await expectFine(['ledger', 'collect', ...STORE])).toContain('dqs collect adds files to it');
    expect(await expectFine(['ledger', 'grade', ...STORE])).toContain('dqs ledger collect');
    const issue = await dqs(['forecast', 'issue', ...STORE, '--model', place('model')]);
    expect([issue.code, issue.stderr]).toEqual([1, expect.stringContaining('dqs collect adds files to it')]);
    const noModel = await dqs(['forecast', 'issue', ...STORE, '--registry', place('registry')]);
    expect([noModel.code, noModel.stderr]).toEqual([2, expect.stringContaining('dqs registry promote')]);
  });

  it('issues the next day once, collects what comes of it, and grades it', async () => {
    await expectFine(['collect', place('before.csv'), ...STORE]);
    const issue = ['forecast', 'issue', ...STORE, '--model', place('model')];
    const first = await json<Issued>(issue);
    expect(first.date).toBe(last);
    expect(first.arms.map(({ arm, due, issued }) => [arm, issued === due && due > 0])).toEqual([
      ['champion', true],
      ['naive', true],
    ]);
    expect((await json<Issued>(issue)).arms.map(({ issued }) => issued)).toEqual([0, 0]);
    expect(await expectFine(issue)).toContain('issued already');
    await expectFine(['collect', place('last.csv'), ...STORE]);
    expect(await json(['ledger', 'collect', ...STORE])).toMatchObject({ entries: 2, upTo: 2 });
    expect(await json(['ledger', 'collect', ...STORE])).toMatchObject({ entries: 0, revisions: 0 });
    const graded = await json<{ dates: string[]; grades: number }>(['ledger', 'grade', ...STORE]);
    expect(graded.dates.at(-1)).toBe(last);
    expect(graded.grades).toBeGreaterThan(0);
    expect(await json(['ledger', 'grade', ...STORE])).toMatchObject({ dates: [], grades: 0 });
  });

  it('puts the backtest of a version beside its live forecasts, once', async () => {
    const backfill = ['ledger', 'backfill', ...STORE, '--model', place('model')];
    const filled = await json<{ from: string; to: string; days: number; issued: number }>(backfill);
    expect([filled.to, filled.days > 0, filled.issued > 0]).toEqual([last, true, true]);
    expect(await expectFine(backfill)).toContain('are there already');
    const trained = await dqs([...backfill, '--from', '2025-01-02']);
    expect([trained.code, trained.stderr]).toEqual([2, expect.stringContaining('was trained on')]);
    await expectFine(['ledger', 'grade', ...STORE]);
  });

  it('takes the version in production, and the one before it in shadow', async () => {
    const registry = ['--registry', place('registry')];
    const other = [...QUICK_TRAINING, '--seed', '7', '--no-gates', '--out', place('other')];
    await expectFine(['train', '--input', place('before.csv'), ...other]);
    for (const model of ['model', 'other']) {
      await expectFine(['registry', 'register', 'orders', '--model', place(model), ...registry]);
      const override = ['--override', '--reason', 'the first days'];
      await expectFine(['registry', 'promote', 'orders@latest', 'production', ...override, ...registry]);
    }
    const { arms } = await json<Issued>(['forecast', 'issue', ...STORE, ...registry]);
    expect(arms.map(({ arm, issued }) => [arm, issued > 0])).toEqual([
      ['champion', true],
      ['predecessor', true],
      ['naive', true],
    ]);
  });
});

describe('dqs simulate-operation', () => {
  it('tells month by month how it went, and what was found of what was planted', async () => {
    const out = place('report.json');
    const args = ['--input', place('history.csv'), '--model', place('model'), '--from', '2025-03-20', '--out', out];
    const text = await expectFine([
      'simulate-operation',
      ...args,
      '--plant',
      'duplicate@2025-04-02',
      'silent@2025-04-10',
    ]);
    expect(text).toMatch(/2025-04 +\d/);
    expect(text).toMatch(/duplicate@2025-04-02\+3\S* +2025-04-03 +0 +delivery known already/);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      from: '2025-03-20',
      faults: [{ kind: 'duplicate' }, { kind: 'silent' }],
    });
    expect(text).not.toContain('pages');
    const wrong = await dqs(['simulate-operation', ...args, '--plant', 'fire']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('expected drop, drift, shift')]);
  });

  it('tells what an alert policy would have sent, against the targets of the policy', async () => {
    writeFileSync(place('policy.yaml'), POLICY);
    const args = ['--input', place('history.csv'), '--model', place('model'), '--policy', place('policy.yaml')];
    const { alerts } = await json<{ alerts: AlertSimulation }>(['simulate-operation', ...args]);
    expect(alerts).toMatchObject({ policy: 'tests', ticks: expect.any(Number), pages: 0 });
    expect(alerts.sends.filter(({ kind }) => kind === 'digest')).toHaveLength(alerts.ticks);
    const text = await expectFine(['simulate-operation', ...args]);
    expect(text).toMatch(/tests, 2025-\S+ to 2025-\S+, \d+ ticks: \d+ incidents/);
    expect(text).toMatch(/pools earned their pages/);
    expect(text).toMatch(/receiver +opened/);
    const missing = await dqs(['simulate-operation', ...args, '--policy', place('none.yaml')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('expected an alert policy')]);
  });
});

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: tests }
defaults: { target: 90 }
rules:
  - { id: below_target, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }
routes: [{ to: [chat] }]
receivers:
  chat: { slack: { channel: C1, token: { env: T } } }
  digest: { email: { to: 'a@example.com' }, at: '09:00', even_if_quiet: true }
`;
