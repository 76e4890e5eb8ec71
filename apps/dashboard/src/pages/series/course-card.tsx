import { dateText, oddsText, passText, targetText } from '@dqs/core/wording';
import { DataTable } from '@dqs/reports/components';
import type { CourseDay, SeriesPage } from '@dqs/runtime/pages';
import { useState, type PointerEvent } from 'react';

import { useParam } from '../../data/url-state.js';
import { useKeys } from '../../frame/keys.js';
import { DrawingCard } from '../../parts/chart-card.js';
import { Choice } from '../../parts/choice.js';
import { useWidth } from '../../parts/use-width.js';
import { chartScale, type ChartScale } from './chart-scale.js';
import { placedMarks } from './chart-marks.js';
import { CoursePlot } from './course-plot.js';
import { GRADE_WORDS } from './grades.js';

export const RANGE_WORDS = { 28: '28 d', 60: '60 d', 365: '1 y' } as const;

/** The main chart: every band is what was said before the day. */
export function CourseCard({ page }: { readonly page: SeriesPage }) {
  const [range = '60', setRange] = useParam('range');
  const ahead = page.days.filter(({ day }) => day > page.judged).length;
  return (
    <DrawingCard
      title="Pass percentage"
      note={`${page.range} days, and ${ahead} ahead. Every band is what we said before that day.`}
      choices={
        <Choice
          label="Days"
          value={(range in RANGE_WORDS ? range : '60') as '60'}
          choices={RANGE_WORDS as unknown as Record<'60', string>}
          onChoose={(next) => setRange(next === '60' ? undefined : next)}
        />
      }
      table={<CourseTable page={page} />}
      footer={<Legend />}
    >
      <Drawing page={page} />
    </DrawingCard>
  );
}

function Drawing({ page }: { readonly page: SeriesPage }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [read, setRead] = useState<number>();
  const rough = chartScale(page, Math.max(width, 1), 0);
  const marks = placedMarks(page, width, rough.days);
  const scale = chartScale(page, Math.max(width, 1), Math.max(0, ...marks.map(({ row }) => row + 1)));
  const { days } = scale;
  const first = days.findLastIndex(({ came }) => came !== null);
  const place = days.findIndex(({ day }) => day === read);
  const at = place < 0 ? Math.max(0, first) : place;
  const move = (by: number) => setRead(days[Math.min(days.length - 1, Math.max(0, at + by))]?.day);
  useKeys({ ArrowLeft: () => move(-1), ArrowRight: () => move(1) });
  return (
    <div ref={ref}>
      <Readout page={page} day={days[at]} />
      {width === 0 ? null : (
        <div onPointerMove={(event) => setRead(days[indexUnder(event, scale)]?.day ?? read)}>
          <CoursePlot page={page} scale={scale} marks={marks} at={at} />
        </div>
      )}
    </div>
  );
}

function indexUnder({ clientX, currentTarget }: PointerEvent, { left, step }: ChartScale): number {
  return Math.floor((clientX - currentTarget.getBoundingClientRect().left - left) / step);
}

/** The values of a day, above the chart so that nothing covers it. */
function Readout({ page, day }: { readonly page: SeriesPage; readonly day: CourseDay | undefined }) {
  if (day === undefined) return <div className="readout" />;
  const { said, came, passes, executions } = day;
  const marks = page.marks.filter((one) => day.day >= one.day && day.day <= (one.to ?? one.day));
  return (
    <div className="readout" aria-live="polite">
      <b className="at">{dateText(day.day, page.today)}</b>
      <span>
        <i className="key dots" />
        {came === null ? (
          day.day > page.judged ? (
            'not yet known'
          ) : (
            'no result'
          )
        ) : (
          <span>
            came <b>{passText(came)}</b> ({passes} of {executions})
          </span>
        )}
      </span>
      {said === null ? (
        <span>nothing was said</span>
      ) : (
        <>
          <span>
            <i className="key band" />
            <span>
              we said <b>{passText(said.median)}</b>, 80&nbsp;% {passText(said.lower80)}–{passText(said.upper80)},
              95&nbsp;% {passText(said.lower95)}–{passText(said.upper95)}
            </span>
          </span>
          <span>
            <span>
              odds <b>{oddsText(said.odds)}</b>
            </span>
          </span>
          <span>
            <i className="key naive" />
            <span>
              naive <b>{passText(said.naive)}</b>
            </span>
          </span>
        </>
      )}
      {day.grade === 'intervened' ? <span>a person stepped in</span> : null}
      {marks.map(({ text, kind, ref }) => (
        <span key={`${kind} ${ref ?? text}`}>{text}</span>
      ))}
    </div>
  );
}

const TITLES = [
  'Came',
  'Passes',
  'Executions',
  'Said',
  '80 % from',
  'to',
  '95 % from',
  'to',
  'Odds %',
  'Naive',
  'Target',
];

/** All values of the chart, and the marks of each day. */
function CourseTable({ page }: { readonly page: SeriesPage }) {
  const columns = [
    { title: 'Day', kind: 'text' as const },
    ...TITLES.map((title) => ({ title, kind: 'number' as const })),
    { title: 'Grade', kind: 'text' as const },
    { title: 'Marks', kind: 'why' as const },
  ];
  const rows = page.days.map(({ day, came, passes, executions, said, grade }) => [
    dateText(day, page.today),
    ...[passText(came), passes ?? '–', executions ?? '–', passText(said?.median)],
    ...[passText(said?.lower80), passText(said?.upper80), passText(said?.lower95), passText(said?.upper95)],
    said === null ? '–' : oddsText(said.odds).replace(/\u00a0?%/, ''),
    ...[passText(said?.naive), said === null ? '–' : targetText(said.target), GRADE_WORDS[grade]],
    page.marks
      .filter((one) => day >= one.day && day <= (one.to ?? one.day))
      .map(({ text }) => text)
      .join('; '),
  ]);
  return <DataTable label="Values of: pass percentage" columns={columns} rows={rows} />;
}

function Legend() {
  return (
    <span className="legend">
      <span>
        <svg width="18" height="10" aria-hidden="true">
          <circle cx="4" cy="5" r="2.4" className="dot" />
          <circle cx="13" cy="5" r="4" className="dot" />
        </svg>
        result, larger with more executions
      </span>
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="4" className="dot low" />
        </svg>
        below target
      </span>
      <span>
        <svg width="22" height="12" aria-hidden="true">
          <rect width="22" height="12" className="b95" />
          <rect y="3" width="22" height="6" className="b80" />
          <line x1="0" x2="22" y1="6" y2="6" className="median" />
        </svg>
        median, 80 and 95&nbsp;%
      </span>
      <span>
        <svg width="20" height="6" aria-hidden="true">
          <line x1="0" x2="20" y1="3" y2="3" className="target" />
        </svg>
        target
      </span>
      <span>
        <i className="key naive" />
        naive
      </span>
      <span>
        <i className="key none" />
        no result
      </span>
    </span>
  );
}
