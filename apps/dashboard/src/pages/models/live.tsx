import { formatDay } from '@dqs/core';
import { Card, CourseFigure, daily, Empty, type Course, type CourseLine } from '@dqs/reports/components';
import type { ModelPage } from '@dqs/runtime/pages';

const TITLE = 'Live against naive and predecessor';

/** The errors of the model beside those of the naive forecast and of the version before, with the days of new versions. */
export function Live({ page }: { readonly page: ModelPage }) {
  const { course: days, marks, champion, againstPredecessor } = page;
  if (days.length === 0) {
    return (
      <Card title={TITLE}>
        <Empty
          title="Nothing was graded yet"
          why="Errors stand here once forecasts of this model have their results."
        />
      </Card>
    );
  }
  const { labels, column } = daily(days.map(({ day }) => formatDay(day)));
  const before = column(days.map(({ predecessor }) => predecessor));
  const shadow: readonly CourseLine[] = before.some((value) => value !== null)
    ? [{ name: againstPredecessor?.version ?? 'predecessor', role: 'predecessor', form: 'line', values: before }]
    : [];
  const last = days.at(-1)!;
  const course: Course = {
    title: TITLE,
    note: 'mean absolute error in points, 7-day mean',
    finding: `Mean absolute error of seven days: ${last.mae?.toFixed(2) ?? 'none'} at the end, naive ${last.naive?.toFixed(2) ?? 'none'}`,
    places: { kind: 'day', labels },
    lines: [
      { name: champion ?? 'model', role: 'forecast', form: 'line', values: column(days.map(({ mae }) => mae)) },
      { name: 'naive', role: 'naive', form: 'line', values: column(days.map(({ naive }) => naive)) },
      ...shadow,
    ],
    marks: marks.flatMap(({ day, version }) => {
      const place = labels.indexOf(formatDay(day));
      return place < 0 ? [] : [{ place, letter: 'M', text: version }];
    }),
    unit: '',
    digits: 2,
  };
  return <CourseFigure course={course} height={200} />;
}
