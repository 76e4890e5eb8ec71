import type { BacktestReport, BacktestSeries } from '@dqs/pipelines';

import { shown } from '../../text/typeset.js';
import { daily, type Course } from './course.js';

/** Mean pass percentage of the series of each day: results, the model's expected value and the best naive forecast. */
export function passPercentageByDay({ days, evaluation }: BacktestReport): Course {
  const { bestNaive, model } = evaluation.scores[0]!;
  const { labels, column } = daily(days.map(({ day }) => day));
  return {
    title: 'All series by day',
    note: 'mean pass percentage of the series of each day',
    finding: `Mean pass percentage by day: results, forecast and naive forecast ${bestNaive}; bias of the forecast ${shown(model.bias)} points`,
    places: { kind: 'day', labels },
    unit: '%',
    digits: 1,
    lines: [
      { name: `naive, ${bestNaive}`, role: 'naive', form: 'steps', values: column(days.map(({ naive }) => naive)) },
      { name: 'forecast', role: 'forecast', form: 'steps', values: column(days.map(({ expected }) => expected)) },
      { name: 'result', role: 'observed', form: 'dots', values: column(days.map(({ actual }) => actual)) },
    ],
  };
}

/** Mean absolute error of the model and of the best naive forecast by day. */
export function dailyError({ days, evaluation }: BacktestReport): Course {
  const { bestNaive } = evaluation.scores[0]!;
  const { labels, column } = daily(days.map(({ day }) => day));
  const better = days.filter(({ mae, naiveMae }) => mae < naiveMae).length;
  return {
    title: 'Error by day',
    note: 'mean absolute error in points',
    finding: `Mean absolute error by day: the model's is below that of ${bestNaive} on ${better} of ${days.length} days`,
    places: { kind: 'day', labels },
    unit: '',
    digits: 2,
    low: 0,
    lines: [
      {
        name: `naive, ${bestNaive}`,
        role: 'naive',
        form: 'line',
        values: column(days.map(({ naiveMae }) => naiveMae)),
      },
      { name: 'model', role: 'forecast', form: 'line', values: column(days.map(({ mae }) => mae)) },
    ],
  };
}

/** One series over the test days: median and ranges that we said, what came, and what the best naive forecast says. */
export function seriesForecasts(series: BacktestSeries, bestNaive: string): Course {
  const { labels, column } = daily(series.days);
  return {
    title: seriesName(series),
    finding: `${seriesName(series)}: results and forecasts by day, mean absolute error ${shown(series.mae)} points, naive ${shown(series.naiveMae)}`,
    places: { kind: 'day', labels },
    unit: '%',
    digits: 1,
    high: 100,
    lines: [
      { name: `naive, ${bestNaive}`, role: 'naive', form: 'steps', values: column(series.naive) },
      { name: 'median', role: 'forecast', form: 'steps', values: column(series.predicted) },
      { name: 'result', role: 'observed', form: 'dots', values: column(series.actual) },
    ],
    bands: [
      { name: '95 %', tone: 'outer', form: 'steps', low: column(series.lower95), high: column(series.upper95) },
      { name: '80 %', tone: 'inner', form: 'steps', low: column(series.lower80), high: column(series.upper80) },
    ],
  };
}

/** A series as people name it: `data set · rule`. */
export function seriesName({ datasetName, datasetUuid, ruleCode }: BacktestSeries): string {
  return `${datasetName || datasetUuid} · ${ruleCode}`;
}
