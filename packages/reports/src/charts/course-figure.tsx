/** @jsxRuntime automatic */
import { ChartFigure, type Reading } from './chart-figure.js';
import { CoursePlot } from './course-plot.js';
import { placesWithoutResult, type Course } from './data/course.js';
import { courseTable } from './data/values-table.js';

/** How a course is shown. */
export interface CourseFigureProps {
  readonly course: Course;
  readonly footer?: string;
  readonly wide?: boolean;
  /** Height of the plot in pixels. */
  readonly height?: number;
}

/** Values in their order as a chart in its card, with its readout and its table. */
export function CourseFigure({ course, footer, wide, height = 240 }: CourseFigureProps) {
  const { title, note, lines, bands = [], unit } = course;
  const keys = [
    ...lines.map(({ role, form }) => `${role} ${form}`),
    ...bands.flatMap(({ tone }) => [`band ${tone}`, '']),
  ];
  const isBroken = placesWithoutResult(course).length > 0;
  const legend = isBroken ? (
    <span>
      <i className="key none" />
      no result
    </span>
  ) : null;
  return (
    <ChartFigure {...{ title, note, unit, keys, legend, footer, wide }} table={courseTable(course)}>
      {(reading: Reading) => <CoursePlot course={course} height={height} {...reading} />}
    </ChartFigure>
  );
}
