/** @jsxRuntime automatic */
import { AreaClosed, LinePath } from '@visx/shape';
import { Fragment } from 'react';

import type { Course, CourseBand, CourseLine } from './data/course.js';
import { STRETCHED, type ValueAxis } from './scales.js';

/** A corner of a line: across in {@link STRETCHED}, up in the values of the axis; null breaks the line. */
interface Corner {
  readonly x: number;
  readonly value: number | null;
  /** The other end of a range. */
  readonly low?: number | null;
}

interface MarksProps {
  readonly course: Course;
  readonly axis: ValueAxis;
}

/** The ranges and the lines of a course, in the coordinates that are stretched to its place. */
export function CourseMarks({ course, axis }: MarksProps) {
  const y = ({ value }: Corner) => round(axis.scale(value ?? 0));
  const path = (className: string, corners: readonly Corner[], key: string) => (
    <LinePath
      key={key}
      className={className}
      data={[...corners]}
      x={({ x }) => round(x)}
      y={y}
      defined={({ value }) => value !== null}
      fill=""
      stroke=""
    />
  );
  return (
    <>
      {course.bands?.map((band) => (
        <Fragment key={band.name}>
          <Band band={band} axis={axis} />
          {path(`edge ${band.tone}`, corners({ form: band.form, values: band.high }), 'high')}
          {path(`edge ${band.tone}`, corners({ form: band.form, values: band.low }), 'low')}
        </Fragment>
      ))}
      {course.lines
        .filter(({ form }) => form !== 'dots')
        .map((line) => path(`line ${line.role}`, corners(line), line.name))}
    </>
  );
}

function Band({ band: { tone, form, low, high }, axis }: Pick<MarksProps, 'axis'> & { readonly band: CourseBand }) {
  const lower = corners({ form, values: low });
  const data = corners({ form, values: high }).map((corner, i): Corner => ({ ...corner, low: lower[i]!.value }));
  return (
    <AreaClosed<Corner>
      className={`band ${tone}`}
      data={data}
      x={({ x }) => round(x)}
      y0={({ low }) => round(axis.scale(low ?? 0))}
      y1={({ value }) => round(axis.scale(value ?? 0))}
      defined={({ value, low }) => value !== null && low !== null}
      yScale={axis.scale}
      stroke=""
    />
  );
}

/** A step holds for its whole place: two corners each; a slanted line goes through the middles. */
function corners({ form, values }: Pick<CourseLine, 'form' | 'values'>): Corner[] {
  if (form === 'line') return joined(values);
  const width = STRETCHED / values.length;
  return values.flatMap((value, i) => [
    { x: i * width, value },
    { x: (i + 1) * width, value },
  ]);
}

/** Through the middles of the places; a value whose neighbours are missing is a short line, or it would not be seen. */
function joined(values: readonly (number | null)[]): Corner[] {
  const half = 0.3 * (STRETCHED / values.length);
  return centres(values).flatMap((corner, i) => {
    const isAlone = corner.value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;
    return isAlone ? [-half, half].map((by) => ({ ...corner, x: corner.x + by })) : [corner];
  });
}

function centres(values: readonly (number | null)[]): Corner[] {
  return values.map((value, i) => ({ x: ((i + 0.5) * STRETCHED) / values.length, value }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
