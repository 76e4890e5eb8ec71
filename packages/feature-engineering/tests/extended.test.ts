import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { CALENDAR_GROUPS, EXTENDED_GROUPS, featureSpec } from '../src/index.js';
import { featuresOf } from './support/frames.js';
import { MONDAY, panelOf, seriesOf } from './support/panels.js';

const weeks = (...percentages: number[][]) => seriesOf(percentages.flat());
const perfect = [100, 100, 100, 100, 100, 100, 100];

describe('the spec naive', () => {
  it('has the median of the last 28 observed percentages across gaps, or of fewer if there are no more', () => {
    const values = Array.from({ length: 60 }, (_, n) => (n % 7 === 3 ? null : (n * 37) % 101));
    for (let known = 0; known < values.length; known += 1) {
      const past = values.slice(0, known + 1);
      const last = past.filter((value) => value !== null).slice(-28);
      const sorted = last.sort((a, b) => a - b);
      const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
      const features = featuresOf('naive', seriesOf(values), { target: MONDAY + known + 1 });
      expect(features['median_last_28']).toBeCloseTo(median, 4);
    }
    const before = featuresOf('naive', seriesOf([null, 50]), { target: MONDAY + 1 });
    expect(before['median_last_28']).toBeNaN();
  });
});

describe('the spec extended', () => {
  it('begins with the 9 numbers of classic and ends with the categories', () => {
    const names = (groups?: string[]) => featureSpec('extended', groups).features.map((feature) => feature.name);
    const classic = featureSpec('classic').features.map((feature) => feature.name);
    expect(names().slice(0, 9)).toEqual(classic.slice(0, 9));
    expect(names().slice(-2)).toEqual(classic.slice(9));
    expect(new Set(names()).size).toBe(names().length);
    expect(names([])).toEqual(classic);
  });

  it('groups can be switched, each with its own digest', () => {
    const digests = EXTENDED_GROUPS.map((group) => featureSpec('extended', [group]).digest);
    expect(new Set([...digests, featureSpec('extended').digest]).size).toBe(EXTENDED_GROUPS.length + 1);
  });

  it('the README has a row for every group', () => {
    const readme = readFileSync(resolve(__dirname, '../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([a-z-]+)`/gm)].map(([, group]) => group);
    expect(rows).toEqual([...EXTENDED_GROUPS, ...CALENDAR_GROUPS]);
  });

  it('an unknown spec or group is refused with the nearest one', () => {
    expect(() => featureSpec('extendet' as 'extended')).toThrow(/did you mean "extended"/);
    expect(() => featureSpec('extended', ['neighbors'])).toThrow(/did you mean "neighbours"/);
  });

  it('last values ignore gaps', () => {
    const features = featuresOf('extended', seriesOf([10, null, null, 20, null, 30]), { target: MONDAY + 9 });
    expect(features).toMatchObject({ last_1_value: 30, last_2_value: 20, last_3_value: 10, last_4_value: NaN });
    expect(features).toMatchObject({ mean_last_7: 20, median_last_7: 20, min_last_7: 10, max_last_7: 30 });
  });

  it('the weekday features look at the weekday of the target', () => {
    const sundays = weeks([...perfect.slice(1), 0], [...perfect.slice(1), 20], [...perfect.slice(1), 40]);
    const features = featuresOf('extended', sundays, { target: MONDAY + 27 });
    expect(features).toMatchObject({ weekday_last_1: 40, weekday_last_2: 20, weekday_last_3: 0 });
    expect(features['weekday_mean_last_3']).toBe(20);
    // 300 executions with 60 passes, and 10 more at the series' own mean of 1860 / 2100.
    expect(features['weekday_mean_all']).toBeCloseTo((100 * (60 + 10 * (1860 / 2100))) / 310, 4);
  });

  it('spread is taken over the days of each window', () => {
    const features = featuresOf('extended', seriesOf([0, null, 100, 50, 100]), { target: MONDAY + 5 });
    expect(features).toMatchObject({ min_7_day: 0, max_7_day: 100, perfect_7_day: 0.5 });
    expect(features['std_7_day']).toBeCloseTo(Math.sqrt((62.5 ** 2 + 37.5 ** 2 + 12.5 ** 2 + 37.5 ** 2) / 4), 4);
  });

  it('recency counts days to the last observation, the last fail and the start of the run', () => {
    const features = featuresOf('extended', seriesOf([50, 100, 100, null, 100]), { target: MONDAY + 6 });
    expect(features).toMatchObject({ days_since_last: 2, days_since_fail: 6, state_run: 3, value_run: 3 });
    const never = featuresOf('extended', seriesOf([100, 100]), { target: MONDAY + 2 });
    expect(never).toMatchObject({ days_since_fail: NaN, state_run: 2, value_run: 2 });
  });

  it('executions are those of the past', () => {
    const features = featuresOf('extended', seriesOf([50, 60]), { target: MONDAY + 7 });
    expect(features).toMatchObject({
      executions_last: 100,
      executions_mean_7: 100,
      executions_total: 200,
      observed_days: 2,
      observed_weekday_8_weeks: 1,
    });
  });

  it('neighbours are the others, not the series itself', () => {
    const day = (dataset: string, rule: string, passes: number) => ({
      dataset,
      rule,
      day: MONDAY,
      passes,
      fails: 10 - passes,
    });
    const panel = panelOf([day('a', '1', 0), day('a', '2', 6), day('b', '1', 8), day('b', '2', 10)]);
    const features = featuresOf('extended', panel, { target: MONDAY + 1, series: 0 });
    expect(features).toMatchObject({ dataset_others_1_day: 60, rule_others_1_day: 80, all_others_7_day: 80 });
    const alone = featuresOf('extended', seriesOf([50]), { target: MONDAY + 1 });
    expect(alone['dataset_others_1_day']).toBeNaN();
  });

  it('means of a short history lean on the pools', () => {
    const panel = panelOf([
      { dataset: 'a', rule: '1', day: MONDAY, passes: 0, fails: 1 },
      { dataset: 'b', rule: '1', day: MONDAY, passes: 99, fails: 0 },
    ]);
    const features = featuresOf('extended', panel, { target: MONDAY + 1, series: 0 });
    expect(features['mean_all']).toBe(0);
    expect(features['rule_mean_all']).toBe(99);
    expect(features['mean_all_to_rule']).toBeCloseTo((100 * 20 * 0.99) / 21, 4);
  });

  it('exponential means follow the series, the fast ones faster', () => {
    const fall = weeks(perfect, perfect, [0, 0, 0, 0, 0, 0, 0]);
    const features = featuresOf('extended', fall, { target: MONDAY + 21 });
    const means = ['ewm_3', 'ewm_7', 'ewm_15', 'ewm_30'].map((name) => features[name]!);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    expect(features['last_residual']).toBeLessThan(0);
  });

  it('the weekday is expected where its mean is, moved by the residual of the last days', () => {
    // Always 60, then 20 points lower from Thursday on: the mean of the past leads, the last days correct it.
    const features = featuresOf('extended', seriesOf([60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 40, 40]), {
      target: MONDAY + 12,
    });
    // Saturday: 100 executions with 60 passes, and 10 more at the series' own mean of 680 / 1200.
    const saturday = (100 * (60 + 10 * (680 / 1200))) / 110;
    // Residuals of Thursday and Friday against their means known before; the weight halves with every day.
    const friday = 40 - (100 * (60 + 10 * (640 / 1100))) / 110;
    const residual = (friday + 0.5 * -20) / (2 - 0.5 ** 10);
    expect(features['weekday_expected']).toBeCloseTo(saturday + residual, 3);
    expect(featuresOf('extended', seriesOf([100]), { target: MONDAY + 1 })['weekday_expected']).toBe(100);
  });

  it('what followed the present state tells a series that recovers at once from one that stays down', () => {
    const swings = featuresOf('extended', seriesOf([100, 0, 100, 0, 100, 0]), { target: MONDAY + 6 });
    // After a day that failed: 200 executions, all passed, and 4 more at the series' own mean of a half.
    expect(swings['after_state_mean']).toBeCloseTo((100 * 202) / 204, 4);
    const falls = featuresOf('extended', seriesOf([100, 100, 100, 0, 0, 0]), { target: MONDAY + 6 });
    expect(falls['after_state_mean']).toBeCloseTo((100 * 2) / 204, 4);
    expect(falls['after_state_recent']).toBeLessThan(falls['after_state_mean']! + 1);
    expect(featuresOf('extended', seriesOf([30]), { target: MONDAY + 1 })['after_state_mean']).toBe(30);
  });

  it('a series without results up to the as-of day has no state and expects nothing', () => {
    const features = featuresOf('extended', seriesOf([100]), { target: MONDAY + 1, asOf: MONDAY - 1 });
    expect(features).toMatchObject({ after_state_mean: NaN, after_state_recent: NaN, weekday_expected: NaN });
  });

  it('month edges count from both ends', () => {
    // 2021-02-28, the last day of February.
    const features = featuresOf('extended', seriesOf([1]), { target: 18_686 });
    expect(features).toMatchObject({ days_from_month_start: 27, days_to_month_end: 0, month: 2 });
  });

  it('the position tells the age of the series and the horizon', () => {
    const features = featuresOf('extended', seriesOf([1, 2, 3]), { target: MONDAY + 9, asOf: MONDAY + 2 });
    expect(features).toMatchObject({ series_day: 9, horizon: 7 });
    expect(featuresOf('extended', seriesOf([1]), { target: MONDAY + 9, asOf: MONDAY - 1 })['series_day']).toBeNaN();
  });
});
