/** @jsxRuntime automatic */
import { GridRows } from '@visx/grid';
import { Group } from '@visx/group';
import { useId, type PointerEvent } from 'react';

import { linesBelow, PlaceAxis, ValueTicks } from './axes.js';
import type { Reading } from './chart-figure.js';
import { CourseMarks } from './course-marks.js';
import { LANE, MarkLane } from './mark-lane.js';
import { placesWithoutResult, type Course } from './data/course.js';
import { Dots } from './dots.js';
import { LineEnds } from './line-ends.js';
import { courseAxis, STRETCHED, type ValueAxis } from './scales.js';

/** What a plot is drawn from. */
export interface CoursePlotProps extends Reading {
  readonly course: Course;
  readonly height: number;
}

interface DrawnCourse {
  readonly course: Course;
  readonly axis: ValueAxis;
  readonly height: number;
}

/** Above and below the values, for dots at the ends of the axis and for the labels of the places. */
const [LEAST_AIR, LABELS] = [8, 24];

/** A course as wide as its place: the axis at the left, the plot, and the names of the lines at their ends. */
export function CoursePlot({ course, height, at, onRead, scrub }: CoursePlotProps) {
  const axis = courseAxis(course, height);
  const count = course.places.labels.length;
  const below = LABELS + linesBelow(course.places);
  const air = course.marks?.length ? LANE : LEAST_AIR;
  const read = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const place = Math.floor(((clientX - left) / width) * count);
    if (count > 0) onRead(Math.min(count - 1, Math.max(0, place)));
  };
  return (
    <div className="course">
      <ValueTicks axis={axis} height={height} air={air} below={below} />
      <svg
        className="plot"
        width="100%"
        height={height + air + below}
        role="img"
        aria-label={course.finding}
        onPointerMove={read}
        onPointerDown={read}
      >
        <Group top={air}>
          <Gaps course={course} height={height} />
          <Stretched course={course} axis={axis} height={height} />
          <Dots course={course} axis={axis} />
          <line className="cross" {...across((at + 0.5) / Math.max(1, count))} y1={0} y2={height} />
          <Zero course={course} axis={axis} height={height} />
          <MarkLane course={course} height={height} />
        </Group>
        <PlaceAxis places={course.places} y={height + air + 16} />
      </svg>
      <LineEnds course={course} axis={axis} height={height} air={air} />
      {scrub}
    </div>
  );
}

function Stretched({ course, axis, height }: DrawnCourse) {
  return (
    <svg viewBox={`0 0 ${STRETCHED} ${height}`} width="100%" height={height} preserveAspectRatio="none">
      <GridRows className="rows" scale={axis.scale} tickValues={[...axis.ticks]} width={STRETCHED} stroke="" />
      <CourseMarks course={course} axis={axis} />
    </svg>
  );
}

/** Places without a result are hatched over the full height: they are not zero, and no line joins over them. */
function Gaps({ course, height }: { readonly course: Course; readonly height: number }) {
  const id = useId();
  const gaps = placesWithoutResult(course);
  if (gaps.length === 0) return null;
  const count = course.places.labels.length;
  return (
    <>
      <defs>
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="5" className="hatch" />
        </pattern>
      </defs>
      {gaps.map((place) => (
        <rect
          key={place}
          x={percent(place / count)}
          width={percent(1 / count)}
          y={-LEAST_AIR}
          height={height + LEAST_AIR}
          fill={`url(#${id})`}
        />
      ))}
    </>
  );
}

/** The line of zero, with what lies on either side of it. */
function Zero({ course: { zero }, axis, height }: DrawnCourse) {
  if (!zero) return null;
  const y = axis.scale(0);
  return (
    <>
      <line className="zero" x1="0" x2="100%" y1={y} y2={y} />
      <text className="tick halo" x="100%" y={12} textAnchor="end">
        {zero.above}
      </text>
      <text className="tick halo" x="100%" y={height - 6} textAnchor="end">
        {zero.below}
      </text>
    </>
  );
}

/** Both ends of an upright line at a share of the width. */
function across(share: number) {
  return { x1: percent(share), x2: percent(share) };
}

/** A share of the width as a length. */
function percent(share: number): string {
  return `${Math.round(share * 1e4) / 100}%`;
}
