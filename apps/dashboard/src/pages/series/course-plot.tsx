import { dateText, passText, targetText } from '@dqs/core/wording';
import type { CourseDay, SeriesPage } from '@dqs/runtime/pages';
import { useId } from 'react';

import { apart, gridValues, type ChartScale } from './chart-scale.js';
import { Marks, type PlacedMark } from './chart-marks.js';

const LANE = 26;
/** Day 0 is a Thursday. */
const isMonday = (day: number) => (day + 3) % 7 === 0;

/** What is drawn of a series. */
export interface CoursePlotProps {
  readonly page: SeriesPage;
  readonly scale: ChartScale;
  readonly marks: readonly PlacedMark[];
  /** Index of the day that is read. */
  readonly at: number;
}

/** Results as dots over the forecasts as they were issued: one step a day, never smoothed, never joined over a gap. */
export function CoursePlot({ page, scale, marks, at }: CoursePlotProps) {
  const { width, height, days, x, y, step, top, bottom, right, ahead, isSmall } = scale;
  const name = `${page.series.dataset} · ${page.series.rule}`;
  const hatch = useId();
  const most = Math.max(1, ...days.map(({ executions }) => executions ?? 0));
  const isAhead = ahead >= 0;
  const targets = targetsOf(days, page.series.target);
  const now = isAhead ? x(ahead) : right;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${name}: ${findingOf(page)}`}
      className="courseplot"
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="5" className="hatch" />
        </pattern>
      </defs>
      {isAhead ? <rect className="future" x={now} y={top - 6} width={right - now} height={bottom - top + 6} /> : null}
      <Grid scale={scale} />
      {days.map(({ day, came, executions }, i) =>
        came === null && (!isAhead || i < ahead) ? (
          <rect key={day} x={x(i)} y={top - 6} width={step} height={bottom - top + 6} fill={`url(#${hatch})`}>
            <title>{executions === null ? 'no result' : 'no executions'}</title>
          </rect>
        ) : null,
      )}
      <Bands scale={scale} />
      <path className="target" d={stepPath(scale, targets)} />
      <line className="now" x1={now} x2={now} y1={top - 6} y2={bottom + 40} />
      {days[at] === undefined ? null : (
        <line className="cross on" x1={x(at) + step / 2} x2={x(at) + step / 2} y1={top - 6} y2={bottom + 40} />
      )}
      {days.map((one, i) => (
        <Dot day={one} target={targets[i]!} cx={x(i) + step / 2} y={y} step={step} most={most} key={one.day} />
      ))}
      <Executions scale={scale} most={most} />
      <Dates page={page} scale={scale} />
      <Marks marks={marks} scale={scale} />
      {isSmall ? null : <Ends page={page} scale={scale} />}
    </svg>
  );
}

/** Executions as bars in a lane below, 0 and the most labelled. */
function Executions({ scale, most }: { readonly scale: ChartScale; readonly most: number }) {
  const { days, x, step, bottom, left, right, isSmall } = scale;
  return (
    <>
      {days.map(({ day, executions }, i) =>
        executions === null || executions === 0 ? null : (
          <rect
            className="exec"
            key={day}
            x={x(i) + step * 0.18}
            y={bottom + 40 - (LANE * executions) / most}
            width={step * 0.64}
            height={(LANE * executions) / most}
          />
        ),
      )}
      <line className="axisline" x1={left} x2={right} y1={bottom + 40.5} y2={bottom + 40.5} />
      <text className="tick" x={left - 6} y={bottom + 23} textAnchor="end">
        {most}
      </text>
      <text className="tick" x={left - 6} y={bottom + 41} textAnchor="end">
        0
      </text>
      {isSmall ? null : (
        <text className="tick" x={right + 8} y={bottom + 30}>
          executions
        </text>
      )}
    </>
  );
}

/** What the chart says, for those who do not see it. */
export function findingOf({ series: { last, target, next }, days }: SeriesPage): string {
  const below = days.filter(({ came, said }) => came !== null && came < (said?.target ?? target)).length;
  const came =
    last === null || last.executions === 0
      ? 'no last result'
      : `last ${passText((100 * last.passes) / last.executions)}`;
  const ahead =
    next === null
      ? 'no forecast'
      : `next ${passText(next.median)}, 80 % range ${passText(next.lower80)} to ${passText(next.upper80)}`;
  return `${came}, target ${targetText(target)}, below it on ${below} of ${days.length} days; ${ahead}`;
}

function Grid({ scale }: { readonly scale: ChartScale }) {
  const { left, right, y, steps } = scale;
  return gridValues(scale).map((value) => (
    <g key={value}>
      <line className="gridline" x1={left} x2={right} y1={y(value)} y2={y(value)} />
      <text className="tick" x={left - 6} y={y(value) + 4} textAnchor="end">
        {steps === null ? value : `${Math.round((value * steps) / 100)} of ${steps}`}
      </text>
    </g>
  ));
}

function Bands({ scale }: { readonly scale: ChartScale }) {
  const { days, x, y, step } = scale;
  const of = (value: (said: NonNullable<CourseDay['said']>) => number | null) =>
    stepPath(
      scale,
      days.map(({ said }) => (said === null ? null : value(said))),
    );
  return (
    <>
      {days.map(({ day, said }, i) =>
        said === null ? null : (
          <g key={day}>
            <rect
              className="b95"
              x={x(i)}
              y={y(said.upper95)}
              width={step + 0.3}
              height={Math.max(0, y(said.lower95) - y(said.upper95))}
            />
            <rect
              className="b80"
              x={x(i)}
              y={y(said.upper80)}
              width={step + 0.3}
              height={Math.max(0, y(said.lower80) - y(said.upper80))}
            />
          </g>
        ),
      )}
      <path className="edge" d={of(({ lower80 }) => lower80)} />
      <path className="edge fine" d={of(({ lower95 }) => lower95)} />
      <path className="naiveline" d={of(({ naive }) => naive)} />
      <path className="medianline" d={of(({ median }) => median)} />
    </>
  );
}

/** One step a day, broken where there is no value. */
function stepPath({ x, y }: ChartScale, values: readonly (number | null)[]): string {
  let isDown = false;
  return values
    .map((value, i) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const at = `${isDown ? 'V' : `M${x(i).toFixed(1)} `}${y(value).toFixed(1)}H${x(i + 1).toFixed(1)}`;
      isDown = true;
      return at;
    })
    .join('');
}

/** The target of each day as it was then; a day of which nothing was said has that of the day before, the first ones the next. */
function targetsOf(days: readonly CourseDay[], target: number): number[] {
  let last = days.find(({ said }) => said !== null)?.said?.target ?? target;
  return days.map(({ said }) => (last = said?.target ?? last));
}

interface DotProps {
  readonly day: CourseDay;
  /** The one that was in force. */
  readonly target: number;
  readonly cx: number;
  readonly y: ChartScale['y'];
  readonly step: number;
  readonly most: number;
}

function Dot({ day: { came, executions, grade }, target, cx, y, step, most }: DotProps) {
  if (came === null) return null;
  const isBelow = came < target;
  if (grade === 'intervened') {
    return (
      <g className="ic intervened" transform={`translate(${cx - 6} ${y(came) - 6}) scale(.86)`}>
        <circle cx="7" cy="7" r="5.25" className="o" />
        <path d="M7 1.75a5.25 5.25 0 0 1 0 10.5Z" className="s" />
      </g>
    );
  }
  const radius = 1.5 + Math.min(2.6, step * 0.32) * Math.sqrt((executions ?? 0) / most);
  return <circle className={isBelow ? 'dot low' : 'dot'} cx={cx} cy={y(came)} r={isBelow ? radius + 0.7 : radius} />;
}

function Dates({ page, scale }: { readonly page: SeriesPage; readonly scale: ChartScale }) {
  const { days, x, step, height, right, isSmall } = scale;
  const place = days.findIndex(({ day }) => day === page.today);
  const middle = (i: number) => x(i) + step / 2;
  const mondays = [...days.keys()].filter((i) => isMonday(days[i]!.day));
  const every = Math.max(1, Math.ceil(mondays.length / Math.max(2, (right - scale.left) / 74)));
  return (
    <>
      {mondays
        .filter(
          (i, n) =>
            n % every === 0 && middle(i) < right - 14 && (place < 0 || Math.abs(middle(i) - middle(place)) > 42),
        )
        .map((i) => (
          <g key={days[i]!.day}>
            <line className="axisline" x1={middle(i)} x2={middle(i)} y1={height - 24} y2={height - 20} />
            <text className="tick" x={middle(i)} y={height - 8} textAnchor="middle">
              {dateText(days[i]!.day, page.today).slice(4)}
            </text>
          </g>
        ))}
      {place < 0 ? null : (
        <text
          className="tick strong"
          x={isSmall ? right : middle(place)}
          y={height - 8}
          textAnchor={isSmall ? 'end' : 'middle'}
        >
          today
        </text>
      )}
    </>
  );
}

/** What the lines are, at their ends. */
function Ends({ page, scale }: { readonly page: SeriesPage; readonly scale: ChartScale }) {
  const { days, y, right, bottom } = scale;
  const last = days.findLast(({ said }) => said !== null)?.said;
  const labels = [
    { y: y(page.series.target), text: `target ${targetText(page.series.target)}`, look: 'lt' },
    ...(last
      ? [
          { y: y(last.median), text: `median ${passText(last.median)}`, look: 'lf' },
          { y: y(last.lower80), text: `80 % ${passText(last.lower80)}`, look: 'lb' },
          { y: y(last.lower95), text: `95 % ${passText(last.lower95)}`, look: 'lb' },
        ]
      : []),
    ...(last && last.naive !== null ? [{ y: y(last.naive), text: `naive ${passText(last.naive)}`, look: 'ln' }] : []),
  ];
  return apart(labels, bottom).map(({ y: at, text, look }) => (
    <text className={`lab ${look}`} x={right + 8} y={at + 4} key={text}>
      {text}
    </text>
  ));
}
