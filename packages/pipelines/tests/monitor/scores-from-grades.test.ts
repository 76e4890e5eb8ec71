import { MS_PER_DAY } from '@dqs/core';
import { gradeChangedDays } from '@dqs/ledger';
import { SCORE_BINS, SCORE_SUMS, totalsOf, type PoolScores, type ScoreHistogram } from '@dqs/monitoring';

import { ledgerPools, scoresFromGrades } from '../../src/index.js';
import { FIRST_DAY, OperatedLedger } from './operated-ledger.js';

const LAST = FIRST_DAY + 59;
const at = (day: number) => (day + 1) * MS_PER_DAY + 8 * 3_600_000;
const days = { from: FIRST_DAY, to: LAST, knownAt: at(LAST + 1) };

async function operated(): Promise<OperatedLedger['ledger']> {
  const operation = new OperatedLedger(4);
  await operation.run(FIRST_DAY, LAST);
  await operation.revise(FIRST_DAY + 10, at(FIRST_DAY + 12), 0.4);
  const [first] = await operation.ledger.series();
  const said = { series: first!.number, day: FIRST_DAY + 20, at: at(FIRST_DAY + 19), by: 'ann', reason: 'fixed' };
  await operation.ledger.intervene([said]);
  await gradeChangedDays(operation.ledger);
  return operation.ledger;
}

function expectEqual(scores: PoolScores, wanted: PoolScores): void {
  const [own, other] = [totalsOf(scores), totalsOf(wanted)];
  for (const name of SCORE_SUMS) expect([name, own.sums[name]]).toEqual([name, expect.closeTo(other.sums[name], 6)]);
  for (const name of Object.keys(SCORE_BINS) as ScoreHistogram[]) {
    own.bins[name].forEach((value, bin) => expect(value).toBeCloseTo(other.bins[name][bin]!, 9));
  }
}

describe('scores from grades', () => {
  it('by the pools of the ledger are those of its aggregates, corrections and interventions included', async () => {
    const ledger = await operated();
    const rules = new Map((await ledger.series()).map(({ number, ruleCode }) => [number, ruleCode]));
    const { scores } = await scoresFromGrades(ledger, { ...days, groupOf: (series) => rules.get(series) });
    const { pools } = await ledgerPools(ledger, days.knownAt);
    expect([...scores.keys()].sort()).toEqual(['100', '101']);
    for (const { pool, recent } of pools) expectEqual(scores.get(pool.ruleCode)!, recent);
  });

  it('know of a time what was known then', async () => {
    const ledger = await operated();
    const groupOf = () => 'all';
    const before = await scoresFromGrades(ledger, { ...days, knownAt: at(FIRST_DAY + 11), groupOf });
    expect(totalsOf(before.scores.get('all')!).sums).toMatchObject({ graded: 96, corrections: 0, intervened: 0 });
  });

  it('leave out series without a group and forecasts of other horizons', async () => {
    const ledger = await operated();
    const [first] = await ledger.series();
    const groupOf = (series: number) => (series === first!.number ? 'one' : undefined);
    const { scores } = await scoresFromGrades(ledger, { ...days, groupOf });
    expect(totalsOf(scores.get('one')!).sums).toMatchObject({ forecasts: 60, graded: 59, intervened: 1 });
    expect(await scoresFromGrades(ledger, { ...days, groupOf, horizon: 99 })).toEqual({
      scores: new Map(),
      backfill: 0,
    });
    expect(await scoresFromGrades(ledger, { ...days, to: FIRST_DAY - 1, groupOf })).toMatchObject({
      scores: new Map(),
    });
  });
});
