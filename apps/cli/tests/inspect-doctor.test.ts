import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BACKEND_NAMES } from '@dqs/model-backends';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();

describe('dqs inspect', () => {
  it('shows scores, importances, data and files of a bundle', async () => {
    const model = await smallBundle(folder, await smallHistory(folder));
    const text = await expectFine(['inspect', '--model', model]);
    for (const part of ['2025-01-01 to 2025-04-30', 'median-7', 'share of gain', 'ma_7_day', 'model.txt']) {
      expect(text).toContain(part);
    }
    const json = JSON.parse(await expectFine(['inspect', '--model', model, '--json'])) as { importance: unknown[] };
    expect(json).toMatchObject({ bundle: model, filesOk: true, manifest: { backend: 'lightgbm', rounds: 10 } });
    expect(json.importance).toHaveLength(11);
  });

  it('needs a bundle', async () => {
    expect(await dqs(['inspect'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--model <dir>') });
  });
});

describe('dqs doctor', () => {
  it('has tried every backend, and DuckDB', async () => {
    const { ok, checks } = JSON.parse(await expectFine(['doctor', '--json'])) as Doctor;
    expect(ok).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual([
      'dqs',
      'node',
      ...BACKEND_NAMES,
      'scanner',
      'duckdb',
      'store',
      'memory',
      'cores',
      'tmp',
    ]);
    expect(checks.find(({ name }) => name === 'store')!.found).toMatch(/^PostgreSQL 18\.\d+, embedded$/);
    expect(checks[2]!.found).toMatch(/works, predicts by flat-.*dqs_lightgbm\.node/);
  });

  it('says which XGBoost there is, and continues without it', async () => {
    const env = { DQS_XGBOOST_LIBRARY: '/nowhere.so' };
    const without = await dqs(['doctor'], { env });
    expect(without).toMatchObject({ code: 0, stdout: expect.stringMatching(/xgboost +none: .*\n +to use it: npm/) });
    const { checks } = JSON.parse(await expectFine(['doctor', '--json'])) as Doctor;
    expect(checks[3]!.found).toMatch(/^(\d+\.\d+\.\d+, |none: )/);
  });

  it('ends with code 1 and says what to do where LightGBM is missing', async () => {
    const run = await dqs(['doctor'], { env: { DQS_LIGHTGBM_BINARY: '/nowhere.node' } });
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^fail lightgbm .*no usable native binary/m) });
    expect(run.stdout).toMatch(/^fail random-forest .*does not work here\nfail hist-gradient-boosting /m);
    expect(run.stdout).toContain('Something is missing');
  });

  it('tries the backends of other packages, and ends with code 1 where one of them is not well', async () => {
    const module = join(folder, 'backends.mjs');
    const backend = (name: string, selfCheck: string) => `{
      name: '${name}', train() {}, load() {}, defaults() {}, ${selfCheck}
      wording: { label: 'x', description: 'x' },
      capabilities: { training: true, weights: false, contributions: false, categories: false, quantiles: false,
        incremental: false, distributed: false, objectives: [] },
    }`;
    const run = async (selfCheck: string) => {
      writeFileSync(module, `export default ${backend('acme', selfCheck)};`);
      return dqs(['doctor', '--backends', module]);
    };
    const found = (text: string) => expect.stringMatching(new RegExp(`^${text}`, 'm'));
    expect(await run('')).toMatchObject({ code: 0, stdout: found('ok   acme +ready$') });
    const bad = await run("selfCheck: async () => ({ ok: false, found: 'no licence', advice: 'buy one' }),");
    expect(bad).toMatchObject({ code: 1, stdout: found('fail acme +no licence\\n +buy one$') });
    const thrown = await run("selfCheck() { throw new Error('out of order'); },");
    expect(thrown).toMatchObject({ code: 1, stdout: found('fail acme +out of order$') });
  });
});

interface Doctor {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly found: string }[];
}
