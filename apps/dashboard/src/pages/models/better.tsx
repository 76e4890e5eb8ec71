import { formatDay } from '@dqs/core';
import { dateText } from '@dqs/core/wording';
import { Card, CourseFigure, daily, Empty, type Course } from '@dqs/reports/components';
import type { ModelPage } from '@dqs/runtime/pages';

const TITLE = 'Is it really better than naive?';

/** The mean difference of losses with its confidence sequence, and the day on which it left zero. */
export function Better({ page: { better } }: { readonly page: ModelPage }) {
  const { days, since } = better;
  if (days.length === 0) {
    return (
      <Card title={TITLE}>
        <Empty
          title="Too few days to tell"
          why="The first 28 graded days say how far losses can differ; evidence is counted from the day after."
        />
      </Card>
    );
  }
  const { labels, column } = daily(days.map(({ day }) => formatDay(day)));
  const last = days.at(-1)!.day;
  const place = since === null ? -1 : labels.indexOf(formatDay(since.day));
  const said = since === null ? '' : `${since.side}, beyond doubt, since ${dateText(since.day, last).slice(4)}`;
  const course: Course = {
    title: TITLE,
    note: 'difference of losses with its 95\u00a0% confidence sequence: valid whenever you look',
    finding: since === null ? 'Not yet known: the confidence sequence holds zero' : `The model is ${said}`,
    places: { kind: 'day', labels },
    lines: [{ name: 'difference', role: 'forecast', form: 'line', values: column(days.map(({ mean }) => mean)) }],
    bands: [
      {
        ...{ name: '95 %', tone: 'inner', form: 'line' },
        ...{ low: column(days.map(({ low }) => low)), high: column(days.map(({ high }) => high)) },
      },
    ],
    marks: place < 0 ? [] : [{ place, text: said }],
    unit: 'points',
    digits: 2,
    clip: clipOf(days),
    zero: { above: 'worse than naive', below: 'better than naive' },
  };
  return <CourseFigure course={course} height={180} />;
}

/** The first days hold nearly everything: the axis is that of what came after them. */
const SETTLED = 0.25;

function clipOf(days: ModelPage['better']['days']): NonNullable<Course['clip']> {
  const settled = days.slice(Math.floor(SETTLED * days.length));
  const most = settled.reduce((far, { low, high }) => Math.max(far, Math.abs(low), Math.abs(high)), 0);
  return { low: -most, high: most };
}
