import { monitor, type MonitoredPool } from '../src/index.js';
import { simulatePools } from '../src/testing/index.js';

const OPERATION = { seed: 2, pools: 6, seriesPerPool: 6, days: 120 };
const LAST_DAY = 90 + OPERATION.days - 1;

describe('monitoring', () => {
  const pools = simulatePools(OPERATION);
  const report = monitor({ pools, lastDay: LAST_DAY });

  it('has the windows of 1, 7, 28 and 90 days, calibration and warnings from 28 on', () => {
    expect(
      report.windows.map(({ days, accuracy, calibration }) => [days, accuracy.days, calibration !== null]),
    ).toEqual([
      [1, 1, false],
      [7, 7, false],
      [28, 28, true],
      [90, 90, true],
    ]);
    expect(report.windows[1]!.accuracy.graded).toBe(7 * 36);
  });

  it('lists the pool of the worst skill first', () => {
    const skills = report.pools.map(({ accuracy }) => accuracy.naive.skill!);
    expect(skills).toEqual([...skills].sort((a, b) => a - b));
  });

  it('tells the skill of all and of each pool by month, from the first day on', () => {
    expect(report.months.filter(({ pool }) => pool === null).map(({ month }) => month)).toEqual([
      '1970-04',
      '1970-05',
      '1970-06',
      '1970-07',
    ]);
    expect(report.months.reduce((sum, { pool, graded }) => sum + (pool === null ? 0 : graded), 0)).toBe(120 * 36);
  });

  it('is a function of its input, and survives JSON', () => {
    expect(monitor({ pools: simulatePools(OPERATION), lastDay: LAST_DAY })).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('of no pool is empty, without a verdict', () => {
    const empty = monitor({ pools: [], lastDay: 100 });
    expect(empty).toMatchObject({ pools: [], months: [], degraded: [], drift: [] });
    expect(empty.windows[2]!.accuracy.mae).toBeNull();
    expect(empty.windows[2]!.calibration!.coverage80.verdict).toBe('inconclusive');
  });

  it('finds the source and the pools whose results have dropped', () => {
    const dropped = simulatePools({ ...OPERATION, drop: { points: 20, fromDay: 60, pools: 1 } });
    const { degraded, pools: reports } = monitor({ pools: dropped, lastDay: LAST_DAY });
    expect(degraded.map(({ name, members }) => [name, members.map(({ ruleCode }) => ruleCode)])).toEqual([
      ['s0', ['r0']],
    ]);
    const found = reports.find(({ isDegraded }) => isDegraded)!;
    expect(found.pool.ruleCode).toBe('r0');
    expect(found.windowVerdicts.find(({ window }) => window === 28)!.verdict).toBe('fail');
  });

  it('compares a challenger with the champion on days on which both graded the same', () => {
    const withChallenger = pools.map(
      (pool): MonitoredPool => ({
        ...pool,
        history: { ...pool.history, challenger: halved(pool) },
      }),
    );
    const { challenger } = monitor({ pools: withChallenger, lastDay: LAST_DAY }).pools[0]!.evidence;
    expect(challenger!.better.verdict).toBe('fail');
    expect(challenger!.eWorse).toBeLessThan(1);
  });
});

/** Half the loss of the champion. */
function halved({ course }: MonitoredPool): MonitoredPool['course'] {
  return {
    ...course,
    columns: { ...course.columns, absoluteError: course.columns.absoluteError.map((loss) => loss / 2) },
  };
}
