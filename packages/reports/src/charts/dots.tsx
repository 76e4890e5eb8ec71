/** @jsxRuntime automatic */
import type { Course } from './data/course.js';
import type { ValueAxis } from './scales.js';

/** Results as dots, in per cent of the width so that they stay round. */
export function Dots({ course: { lines, places }, axis }: { readonly course: Course; readonly axis: ValueAxis }) {
  const count = places.labels.length;
  return lines
    .filter(({ form }) => form === 'dots')
    .map(({ name, role, values }) => (
      <g className={`dots ${role}${count > 120 ? ' fine' : ''}`} key={name}>
        {values.map((value, i) =>
          value === null ? null : (
            <circle
              key={i}
              cx={`${Math.round(((i + 0.5) / count) * 1e4) / 100}%`}
              cy={Math.round(axis.scale(value) * 10) / 10}
            />
          ),
        )}
      </g>
    ));
}
