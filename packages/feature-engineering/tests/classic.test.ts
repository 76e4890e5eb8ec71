import fc from 'fast-check';

import { buildFrame, featureSpec, observedRequests, SeriesHistory } from '../src/index.js';
import { contractOf, featuresOf } from './support/frames.js';
import { anyDays, MONDAY, panelOf, seriesOf, type DayCounts } from './support/panels.js';

/** The classic features written down again from their definition, over plain rows. */
function classicByDefinition(days: readonly DayCounts[], target: number, asOf: number): number[] {
  const date = new Date(target * 86_400_000);
  const share = (from: number, to: number) => {
    const members = days.filter((d) => d.day >= from && d.day <= to && d.day <= asOf);
    const passes = members.reduce((sum, d) => sum + d.passes, 0);
    return (100 * passes) / members.reduce((sum, d) => sum + d.passes + d.fails, 0);
  };
  return [
    (date.getUTCDay() + 6) % 7,
    date.getUTCDate(),
    isoWeekByCounting(date),
    date.getUTCMonth() + 1,
    ...[1, 2, 7].map((k) => share(target - k, target - k)),
    ...[3, 7].map((w) => share(target - w, target - 1)),
  ];
}

/** Week 1 holds January 4th: counts Mondays from there. */
function isoWeekByCounting(date: Date): number {
  const mondayOf = (d: Date) => d.getTime() - ((d.getUTCDay() + 6) % 7) * 86_400_000;
  const thursday = new Date(mondayOf(date) + 3 * 86_400_000);
  const week1 = mondayOf(new Date(Date.UTC(thursday.getUTCFullYear(), 0, 4)));
  return 1 + Math.round((mondayOf(date) - week1) / (7 * 86_400_000));
}

describe('the spec classic', () => {
  it('has the 11 features of the original in their order', () => {
    expect(featureSpec('classic').features.map((feature) => feature.name)).toEqual([
      'day_of_week',
      'day_of_month',
      'week_of_year',
      'month',
      'lag_1_day',
      'lag_2_day',
      'lag_7_day',
      'ma_3_day',
      'ma_7_day',
      'dataset_uuid',
      'rule_code',
    ]);
  });

  it('equals its definition for every series, day and horizon', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: 1, max: 9 }), (days, horizon) => {
        const panel = panelOf(days);
        const history = SeriesHistory.fromPanel(panel);
        const requests = observedRequests(history, { fromDay: 0, toDay: 99_999, horizon });
        const frame = buildFrame(contractOf('classic', panel), history, requests);
        requests.series.forEach((series, row) => {
          const { datasetUuid, ruleCode } = history.series[series]!;
          const own = days.filter((d) => d.dataset === datasetUuid && d.rule === ruleCode);
          const expected = classicByDefinition(own, requests.targetDay[row]!, requests.asOfDay[row]!);
          const actual = frame.columns.slice(0, 9).map((column) => column.values[row]);
          expect(actual).toEqual(expected.map(Math.fround));
        });
      }),
    );
  });

  it('regression: the moving average does not contain the target day', () => {
    const panel = seriesOf([100, 100, 100, 0]);
    expect(featuresOf('classic', panel, { target: MONDAY + 3 })['ma_3_day']).toBe(100);
  });

  it('regression: a missing lag stays missing in training and in prediction', () => {
    const history = seriesOf([80, null, 60, 40]);
    const training = featuresOf('classic', history, { target: MONDAY + 3 });
    const prediction = featuresOf('classic', seriesOf([80, null, 60]), { target: MONDAY + 3 });
    expect(training['lag_2_day']).toBeNaN();
    expect(prediction).toEqual(training);
  });

  it('a lag longer than the history is missing', () => {
    const features = featuresOf('classic', seriesOf([70]), { target: MONDAY + 1 });
    expect(features).toMatchObject({ lag_1_day: 70, lag_2_day: NaN, lag_7_day: NaN, ma_7_day: 70 });
  });

  it('days after the as-of day are missing at a longer horizon', () => {
    const features = featuresOf('classic', seriesOf([70, 60, 50]), { target: MONDAY + 3, asOf: MONDAY });
    expect(features).toMatchObject({ lag_1_day: NaN, lag_2_day: NaN, ma_3_day: 70 });
  });

  it('averages weigh days by their executions', () => {
    const panel = panelOf([
      { dataset: 'd', rule: 'r', day: MONDAY, passes: 1, fails: 0 },
      { dataset: 'd', rule: 'r', day: MONDAY + 1, passes: 0, fails: 3 },
    ]);
    expect(featuresOf('classic', panel, { target: MONDAY + 2 })['ma_3_day']).toBe(25);
  });

  it('a series without any result has the calendar and nothing else', () => {
    const features = featuresOf('classic', seriesOf([70]), { target: MONDAY + 40, asOf: MONDAY - 1 });
    const { day_of_week, ...rest } = features;
    expect(day_of_week).toBe(5);
    for (const name of ['lag_1_day', 'lag_2_day', 'lag_7_day', 'ma_3_day', 'ma_7_day']) expect(rest[name]).toBeNaN();
  });
});
