import { formatDay } from '@dqs/core';
import { CourseFigure, daily, type Course } from '@dqs/reports/components';
import type { QualityPage } from '@dqs/runtime/pages';

/** The error of each day beside that of the naive forecast, with the days on which another version came. */
export function ErrorCard({ page: { daily: days, marks } }: { readonly page: QualityPage }) {
  const { labels, column } = daily(days.map(({ day }) => formatDay(day)));
  const closer = days.filter(({ mae, naive }) => mae !== null && naive !== null && mae < naive).length;
  const course: Course = {
    title: 'Error against naive, by day',
    note: 'points',
    finding: `Mean absolute error by day: on ${closer} of ${days.length} days the forecasts were closer than the naive ones`,
    places: { kind: 'day', labels },
    lines: [
      { name: 'model', role: 'forecast', form: 'line', values: column(days.map(({ mae }) => mae)) },
      { name: 'naive', role: 'naive', form: 'line', values: column(days.map(({ naive }) => naive)) },
    ],
    marks: marks.flatMap(({ day, version }) => {
      const place = labels.indexOf(formatDay(day));
      return place < 0 ? [] : [{ place, letter: 'M', text: version }];
    }),
    unit: '',
    digits: 2,
    low: 0,
  };
  return <CourseFigure course={course} />;
}
