import { formatDay, MS_PER_DAY } from '@dqs/core';
import { gradeChangedDays, MemoryLedger } from '@dqs/ledger';

import { monitorLedger, type LedgerMonitoring } from '../../src/index.js';
import { FIRST_DAY, OperatedLedger } from './operated-ledger.js';

/** The morning after a day, once its results have arrived. */
const after = (day: number) => (day + 1) * MS_PER_DAY + 8 * 3_600_000;
const text = (report: LedgerMonitoring) => JSON.stringify(report);

describe('monitoring a ledger', () => {
  it('of half a year scores what was issued before its results, by window, month and pool', async () => {
    const operated = new OperatedLedger(1);
    const last = FIRST_DAY + 179;
    await operated.run(FIRST_DAY, last);
    const report = await monitorLedger(operated.ledger, { knownAt: after(last) });
    expect(report.lastDate).toBe(formatDay(last));
    expect(report.windows.map(({ accuracy }) => accuracy.graded)).toEqual([8, 56, 224, 720]);
    expect(report.pools.map(({ pool }) => pool.ruleCode).sort()).toEqual(['100', '101']);
    expect(report.pools[0]).toMatchObject({ version: 'm@1.0.0', evidence: { reference: { from: 'first days' } } });
    expect(report.pools[0]!.evidence.skill.better.verdict).toBe('fail');
    expect(report.months.filter(({ pool }) => pool === null).map(({ month, graded }) => `${month} ${graded}`)).toEqual([
      '2026-01 248',
      '2026-02 224',
      '2026-03 248',
      '2026-04 240',
      '2026-05 248',
      '2026-06 232',
    ]);
    expect(report.drift.map(({ name }) => name).sort()).toEqual(['forecasts', 'results']);
    expect(report.degraded).toEqual([]);
  });

  it('as known at a time gives the same bytes after thirty more days, corrections included, kept months or not', async () => {
    const operated = new OperatedLedger(2);
    const last = FIRST_DAY + 149;
    await operated.run(FIRST_DAY, last);
    const knownAt = after(last);
    const before = text(await monitorLedger(operated.ledger, { knownAt }));
    await operated.run(last + 1, last + 30, 0.5);
    for (const day of [FIRST_DAY + 3, last - 40, last]) await operated.revise(day, after(last + 31), 0.2);
    await gradeChangedDays(operated.ledger);
    const now = text(await monitorLedger(operated.ledger, { knownAt: after(last + 31) }));
    expect(text(await monitorLedger(operated.ledger, { knownAt }))).toBe(before);
    expect(now).not.toBe(before);
  });

  it('finds a drop in the run that brings its results', async () => {
    const operated = new OperatedLedger(3, 20);
    const last = FIRST_DAY + 99;
    await operated.run(FIRST_DAY, last);
    await operated.run(last + 1, last + 1, 0.3);
    const { pools } = await monitorLedger(operated.ledger, { knownAt: after(last + 1) });
    const verdicts = pools.map(({ windowVerdicts }) => windowVerdicts.find(({ window }) => window === 1)!.verdict);
    expect(verdicts).toEqual(['fail', 'fail']);
  });

  it('of nothing is empty', async () => {
    const report = await monitorLedger(new MemoryLedger(), { knownAt: after(FIRST_DAY) });
    expect(report).toMatchObject({ lastDate: null, pools: [], months: [], backfill: 0 });
  });
});
