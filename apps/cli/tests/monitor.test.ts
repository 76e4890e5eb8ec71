import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MS_PER_DAY, Random } from '@dqs/core';
import { belowTargets, binomialTable, summarizeTable } from '@dqs/core/stats';
import { gradeChangedDays, packDistributions, type LedgerStore } from '@dqs/ledger';
import { openLedger } from '@dqs/store';

import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
const store = join(folder, 'store');
/** 2026-01-01 */
const FIRST_DAY = 20_454;
const DAYS = 40;
const EXECUTIONS = 10;

beforeAll(async () => {
  const ledger = await openLedger({ folder: join(store, 'postgres') });
  try {
    await operate(ledger);
  } finally {
    await ledger.close();
  }
});

/** One series, forecast the day before; results drop on the last day. */
async function operate(ledger: LedgerStore): Promise<void> {
  const key = { tenantId: 'eu', datasetUuid: 'd-1', ruleCode: '101' };
  const series = await ledger.register([{ ...key, datasetName: 'Orders', level: 'ROW', source: 'shop' }]);
  const table = binomialTable(Int32Array.of(EXECUTIONS), Float64Array.of(0.9));
  const { mean, median, ...bounds } = summarizeTable(table);
  const targetPercentage = Float64Array.of(90);
  const pBelowTarget = belowTargets(table, targetPercentage);
  const naivePassPercentage = Float64Array.of(60);
  const executions = Float64Array.of(EXECUTIONS);
  const point = { predictedPassPercentage: median, expectedPassPercentage: mean };
  const random = new Random(3);
  const numbers = { ...bounds, ...point, targetPercentage, pBelowTarget, executions, naivePassPercentage };
  for (let i = 0; i < DAYS; i += 1) {
    const day = FIRST_DAY + i;
    const issuedAt = (day - 0.5) * MS_PER_DAY;
    const by = { arm: 'champion' as const, model: 'orders', version: '1.0.0', catalogDigest: '', flagNames: [] };
    await ledger.issue({
      issue: { ...by, issuedAt, knownAt: issuedAt },
      forecasts: {
        series,
        targetDay: Int32Array.of(day),
        asOfDay: Int32Array.of(day - 1),
        numbers,
        flags: new Uint16Array(1),
        distributions: packDistributions(table),
      },
    });
    const passes = i === DAYS - 1 ? 0 : 8 + random.integer(3);
    const entry = { number: i + 1, arrivedAt: (day + 1.25) * MS_PER_DAY, delivery: `e${i}` };
    const one = (value: number) => Int32Array.of(value);
    const counts = { passes: one(passes), fails: one(EXECUTIONS - passes), errors: one(0) };
    const revisions = { series, day: one(day), ...counts, entry: one(0), entries: [entry] };
    await ledger.revise({ after: i, upTo: i + 1, revisions });
  }
  await gradeChangedDays(ledger);
}

describe('dqs monitor', () => {
  it('says what has become worse, on the page too, and ends with 3 only if it is asked to', async () => {
    const html = join(folder, 'quality.html');
    const { code, stdout } = await dqs(['monitor', '--store', store, '--html', html]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2026-02-09, known at .* 1 pool is above it in a window/);
    expect(stdout).toMatch(/101 · ROW · shop · eu .* above its backtest/);
    expect(readFileSync(html, 'utf8')).toContain('By rule, level and source');
    expect((await dqs(['monitor', '--store', store, '--gate'])).code).toBe(3);
  });

  it('as known before the drop finds nothing, as JSON', async () => {
    const args = ['monitor', '--store', store, '--known-at', '2026-02-09T12:00:00Z', '--gate', '--json'];
    const { code, stdout } = await dqs(args);
    const report = JSON.parse(stdout) as { readonly lastDate: string; readonly windows: readonly unknown[] };
    expect([code, report.lastDate, report.windows.length]).toEqual([0, '2026-02-08', 4]);
  });

  it('of a store without grades says what to do', async () => {
    const { code, stdout } = await dqs(['monitor', '--store', join(folder, 'empty')]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('dqs forecast issue --store')]);
  });

  it('needs to know which store', async () => {
    const { code, stderr } = await dqs(['monitor']);
    expect(code).toBe(2);
    expect(stderr).toContain('--store');
  });
});
