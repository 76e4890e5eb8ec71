/** @jsxRuntime automatic */
import { shown } from '../text/typeset.js';
import type { Course } from './data/course.js';
import { apart, type ValueAxis } from './scales.js';

interface LineEndsProps {
  readonly course: Course;
  readonly axis: ValueAxis;
  readonly height: number;
  readonly air: number;
}

/** Pixels that a letter takes, and what two labels need at least from line to line. */
const [LETTER, GAP] = [8, 13];

/** The name and the last value of every line beside its end, where the width allows. */
export function LineEnds({ course: { lines, digits }, axis, height, air }: LineEndsProps) {
  const ends = lines.flatMap(({ name, role, values }) => {
    const last = values.findLast((value) => value !== null);
    return last === undefined || last === null
      ? []
      : [{ role, text: `${name} ${shown(last, digits)}`, y: axis.scale(last) }];
  });
  const width = 10 + Math.ceil(LETTER * Math.max(0, ...ends.map(({ text }) => text.length)));
  return (
    <svg className="ends" width={width} height={height + air} aria-hidden="true">
      {apart(ends, GAP, height).map(({ role, text, y }) => (
        <text className={`lab ${role}`} key={text} x={8} y={Math.round((air + y) * 10) / 10 + 4}>
          {text}
        </text>
      ))}
    </svg>
  );
}
