import { Random } from '../src/index.js';
import { confidenceSequence, eValue, extendEProcess, startEProcess } from '../src/stats/index.js';

const BOUND = 4;
const RULE = { bound: BOUND, correlation: 0 };

function differences(random: Random, days: number, mean: number): number[] {
  return Array.from({ length: days }, () => mean + 2 * (random.next() - 0.5));
}

describe('a confidence sequence', () => {
  it('leaves the true mean out at some time in at most the share that it says', () => {
    const random = new Random(7);
    const [runs, mean] = [40, 0.3];
    const left = Array.from({ length: runs }, () => confidenceSequence(differences(random, 100, mean), RULE)).filter(
      (days) => days.some(({ low, high }) => low > mean || high < mean),
    );
    expect(left.length / runs).toBeLessThanOrEqual(0.05);
  });

  it('becomes narrower, and leaves zero on the day on which the bets against it reach 2 / α', () => {
    const values = differences(new Random(1), 200, -0.4);
    const days = confidenceSequence(values, RULE);
    const leaves = days.findIndex(({ high }) => high < 0);
    let process = startEProcess(BOUND, 0);
    const reached = values.findIndex((value) => eValue((process = extendEProcess(process, [-value]))) >= 40);
    expect(leaves).toBe(reached);
    expect(days.at(-1)!.high - days.at(-1)!.low).toBeLessThan((days[30]!.high - days[30]!.low) / 2);
    expect(days.at(-1)!.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 200, 12);
  });

  it('says nothing before its first day, and nothing new on a day without a result', () => {
    const [before, first, gap] = confidenceSequence([Number.NaN, 1, Number.NaN], RULE);
    expect(before).toEqual({ mean: Number.NaN, low: -BOUND, high: BOUND });
    expect(gap).toEqual(first);
    expect(confidenceSequence([], RULE)).toEqual([]);
  });

  it('turns with the sign of the differences', () => {
    const values = differences(new Random(3), 60, 0.5);
    const [one, other] = [values, values.map((value) => -value)].map((of) => confidenceSequence(of, RULE).at(-1)!);
    expect([other!.low, other!.high]).toEqual([-one!.high, -one!.low]);
  });
});
