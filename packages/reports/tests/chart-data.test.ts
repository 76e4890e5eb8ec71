import {
  backendErrors,
  barsTable,
  courseTable,
  coverageTable,
  dailyError,
  differenceByLook,
  importanceBars,
  oddsReliability,
  oddsTable,
  parallelCoordinates,
  passPercentageByDay,
  pitShares,
  pitTable,
  placesWithoutResult,
  rangeCoverage,
  seriesForecasts,
  trainingTimes,
  trialHistory,
  trialsTable,
} from '../src/components.js';
import { backendComparison, backtestReport, day, EVIL, experimentEvaluation, tuneReport } from './support/results.js';

describe('a backtest by day', () => {
  const report = backtestReport();

  it('has every day from the first to the last, and null on days without results', () => {
    const { places, lines } = passPercentageByDay(report);
    expect(places.labels).toEqual(Array.from({ length: 31 }, (_, i) => day(i)));
    for (const { values } of lines) expect(values.flatMap((value, i) => (value === null ? [i] : []))).toEqual([12, 13]);
    expect(placesWithoutResult(passPercentageByDay(report))).toEqual([12, 13]);
  });

  it('keeps the numbers of the report', () => {
    const [naive, model] = dailyError(report).lines;
    expect(model!.values.filter((value) => value !== null)).toEqual(report.days.map(({ mae }) => mae));
    expect(naive!.values.filter((value) => value !== null)).toEqual(report.days.map(({ naiveMae }) => naiveMae));
  });

  it('shows a series from its own first day, and nothing where the naive forecast knows nothing', () => {
    const { places, lines } = seriesForecasts(report.series[2]!, 'median-7');
    expect(places.labels[0]).toBe(day(2));
    const naive = lines.find(({ role }) => role === 'naive')!;
    expect(naive.values[3]).toBeNull();
    expect(naive.values[4]).toBe(report.series[2]!.naive[4]);
  });

  it('takes null for NaN, as a report that was JSON has it', () => {
    const series = JSON.parse(JSON.stringify(report.series[0])) as (typeof report.series)[number];
    expect(seriesForecasts(series, 'median-7')).toEqual(seriesForecasts(report.series[0]!, 'median-7'));
  });

  it('has no places where there are no days', () => {
    expect(passPercentageByDay({ ...report, days: [] }).places.labels).toEqual([]);
  });
});

describe('the trials of a search', () => {
  const [report, space] = tuneReport();

  it('are lines of completed trials, least CRPS first, with a place on every axis they have', () => {
    const { axes, lines } = parallelCoordinates(report, space);
    expect(axes.map(({ name }) => name)).toEqual([...space.dimensions.map(({ name }) => name), 'CRPS']);
    expect(lines.map(({ crps }) => crps)).toEqual(
      report.trials
        .filter(({ state }) => state === 'complete')
        .map(({ value }) => value)
        .sort((a, b) => a! - b!),
    );
    expect(lines[0]).toMatchObject({ trial: report.best.number, rank: 'best' });
    const fraction = axes.findIndex(({ name }) => name === 'bagging_fraction');
    for (const { trial, places } of lines) {
      expect(places[fraction] === null).toBe(report.trials[trial]!.parameters['bagging_freq'] === 0);
      for (const place of places.filter((one) => one !== null)) expect(place >= 0 && place <= 1).toBe(true);
    }
  });

  it('lie on the axis of the error in the order of their errors; the worst tenth stands at its end', () => {
    const places = parallelCoordinates(report, space).lines.map((line) => line.places.at(-1)!);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
  });

  it('have a course in which the best so far only falls, and trials that ended early leave a gap', () => {
    const { lines } = trialHistory(report);
    const best = lines.find(({ name }) => name === 'best so far')!.values;
    expect(best).toEqual([...best].sort((a, b) => b! - a!));
    expect(best.at(-1)).toBe(report.best.value);
    const trials = lines.find(({ name }) => name === 'trial')!.values;
    expect(trials.flatMap((value, i) => (value === null ? [i] : []))).toEqual([4, 7, 9]);
  });

  it('have importance as shares, and none where too few trials tell', () => {
    expect(importanceBars(report).bars.map(({ value, text }) => [value, text])).toEqual([
      [0.7, '70\u00a0%'],
      [0.3, '30\u00a0%'],
      [0, '0\u00a0%'],
    ]);
    expect(importanceBars({ ...report, importance: [{ name: 'a', share: 0 }] }).bars).toEqual([]);
  });
});

describe('a comparison of backends', () => {
  it('has a bar for each error and for the best naive one, and the seconds of training', () => {
    const { backends } = backendComparison();
    expect(backendErrors(backends).bars.map(({ label, value }) => [label, value])).toEqual([
      ['lightgbm', 2.31],
      ['ridge', 2.58],
      ['naive, median-7', 2.62],
    ]);
    expect(trainingTimes(backends).bars.map(({ value }) => value)).toEqual([0.812, 0.095]);
    expect(backendErrors([]).bars).toEqual([]);
  });
});

describe('the difference of an experiment', () => {
  it('has an interval from the first look that bounds it, and says what the last one holds', () => {
    const course = differenceByLook(experimentEvaluation().treatments[0]!.primary);
    expect(course.bands![0]!.low.slice(0, 4)).toEqual([null, null, null, -1.15]);
    expect(course.finding).toContain('does not hold zero');
    expect(differenceByLook(experimentEvaluation(true).treatments[0]!.primary).finding).toContain('holds zero');
  });
});

describe('the ranges of a series', () => {
  const report = backtestReport();
  const [series] = report.series;
  const course = seriesForecasts(series!, 'median-7');

  it('lie in steps around the median, the outer one drawn first', () => {
    expect(course.bands!.map(({ name, tone, form }) => [name, tone, form])).toEqual([
      ['95 %', 'outer', 'steps'],
      ['80 %', 'inner', 'steps'],
    ]);
    const [outer, inner] = course.bands!;
    expect(outer!.low.filter((value) => value !== null)).toEqual(series!.lower95);
    expect(inner!.high.filter((value) => value !== null)).toEqual(series!.upper80);
  });

  it('have their ends in the table of the chart', () => {
    const { columns } = courseTable(course);
    const ends = ['95 %, low', '95 %, high', '80 %, low', '80 %, high'];
    expect(columns.map(({ title }) => title)).toEqual(['day', 'naive, median-7', 'median', 'result', ...ends]);
  });
});

describe('the calibration of an evaluation', () => {
  const { evaluation } = backtestReport();

  it('sets odds beside what happened, in per cent, empty bins left out, the naive distribution’s beside them', () => {
    const chart = oddsReliability(evaluation)!;
    const [first] = evaluation.calibration!.model.reliability;
    expect(chart.naive).toBe('last-28');
    expect(chart.bins.map(({ label }) => label)).toEqual(
      [0, 10, 20, 30, 50, 60, 80, 90].map((from) => `${from}–${from + 10} %`),
    );
    expect(chart.bins[0]).toMatchObject({ rows: first!.rows, said: 100 * first!.forecast, high: 100 * first!.high });
    expect(chart.finding).toContain('off by 1.0 points on average, naive last-28 by 6.0');
    expect(oddsTable(chart).rows[0]!.slice(0, 2)).toEqual(['0–10 %', '4.5']);
  });

  it('has a bin where only the naive distribution has odds', () => {
    const { calibration } = evaluation;
    const model = { ...calibration!.model, reliability: calibration!.model.reliability.slice(1) };
    const [first] = oddsReliability({ ...evaluation, calibration: { ...calibration!, model } })!.bins;
    expect(first).toMatchObject({ label: '0–10 %', rows: 0, said: null, happened: null });
    expect(first!.naiveSaid).not.toBeNull();
  });

  it('has the PIT as shares of the results, with the band of chance around a tenth', () => {
    const chart = pitShares(evaluation)!;
    const counts = evaluation.calibration!.model.pitHistogram;
    expect(chart.bins.map(({ share }) => share)).toEqual(counts.map((count) => (100 * count) / evaluation.rows));
    expect(chart.right.share).toBe(10);
    expect([chart.right.low, chart.right.high].map((value) => value.toFixed(1))).toEqual(['8.5', '11.8']);
    expect(pitTable(chart).rows).toHaveLength(10);
  });

  it('has the coverage of all rows, levels, then rules', () => {
    const chart = rangeCoverage(evaluation)!;
    expect(chart.rows.map(({ name }) => name)).toEqual([
      'all',
      'ATTRIBUTE',
      'DATASET',
      'rule 101',
      'rule 102',
      `rule ${EVIL}`,
    ]);
    const { coverage80 } = evaluation.scores[3]!.distribution!.model;
    expect(chart.rows[3]!.ranges[0]).toMatchObject({ nominal: 80, share: 100 * coverage80.share });
    expect(coverageTable(chart).rows[0]![1]).toBe('79.6');
  });

  it('is not there for an evaluation that was made without it', () => {
    const { calibration: _, scores, ...rest } = evaluation;
    const old = { ...rest, scores: scores.map(({ distribution: __, ...score }) => score) };
    expect([oddsReliability(old), pitShares(old), rangeCoverage(old)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the table of a chart', () => {
  it('has a row for each place and the value of each line in it', () => {
    const course = passPercentageByDay(backtestReport());
    const { columns, rows } = courseTable(course);
    expect(columns.map(({ title }) => title)).toEqual(['day', 'naive, median-7', 'forecast', 'result']);
    expect(rows.map(([first]) => first).slice(0, 2)).toEqual(['Mon 3 Mar 2025', 'Tue 4 Mar 2025']);
    course.lines.forEach(({ values }, line) => {
      expect(rows.map((cells) => cells[line + 1])).toEqual(
        values.map((value) => (value === null ? '–' : value.toFixed(1))),
      );
    });
  });

  it('has the ends of the range, with a true minus', () => {
    const { columns, rows } = courseTable(differenceByLook(experimentEvaluation().treatments[0]!.primary));
    expect(columns.map(({ title }) => title)).toEqual(['day', 'difference', 'interval, low', 'interval, high']);
    expect(rows[3]!.slice(1)).toEqual(['−0.450', '−1.150', '0.350']);
  });

  it('has a row for each trial that is drawn, and for each bar', () => {
    const trials = parallelCoordinates(...tuneReport());
    expect(trialsTable(trials).rows.map(([trial]) => Number(trial))).toEqual(trials.lines.map(({ trial }) => trial));
    const bars = backendErrors(backendComparison().backends);
    expect(barsTable(bars).rows).toEqual(bars.bars.map(({ label, text }) => [label, text]));
  });
});
