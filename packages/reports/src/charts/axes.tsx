/** @jsxRuntime automatic */
import { AxisLeft } from '@visx/axis';

import { shown } from '../text/typeset.js';
import type { Course } from './data/course.js';
import { shortDay } from './data/days.js';
import { labelledPlaces, type ValueAxis } from './scales.js';

/** Pixels that a figure of the axis takes. */
const FIGURE = 6.6;

interface ValueTicksProps {
  readonly axis: ValueAxis;
  readonly height: number;
  /** Pixels above the axis and below it. */
  readonly air: number;
  readonly below: number;
}

/** The numbers of a vertical axis, in a column of their own beside the plot; no line, no frame. */
export function ValueTicks({ axis: { scale, ticks, digits }, height, air, below }: ValueTicksProps) {
  const texts = ticks.map((tick) => shown(tick, digits));
  const width = Math.ceil(FIGURE * Math.max(1, ...texts.map(({ length }) => length))) + 8;
  return (
    <svg width={width} height={height + air + below} aria-hidden="true">
      <AxisLeft
        scale={scale}
        top={air}
        left={width}
        tickValues={[...ticks]}
        hideAxisLine
        hideTicks
        tickComponent={({ y, formattedValue }) => (
          <text className="tick" x={-8} y={y + 4} textAnchor="end">
            {formattedValue}
          </text>
        )}
        tickFormat={(tick) => shown(Number(tick), digits)}
      />
    </svg>
  );
}

/** Pixels of a line of names. */
const LINE = 13;

/** Pixels that {@link PlaceAxis} needs below its first line. */
export function linesBelow({ kind, labels }: Course['places']): number {
  const shown = labelledPlaces(labels.length).map((place) => labels[place]!.slice(0, 4));
  return kind === 'day' && new Set(shown).size > 1 ? LINE : 0;
}

/** At most six names of places under the plot; the first of a new year has its year below, where it is in nobody's way. */
export function PlaceAxis({ places, y }: { readonly places: Course['places']; readonly y: number }) {
  const { kind, labels } = places;
  const shownAt = labelledPlaces(labels.length);
  return shownAt.map((place, i) => {
    const [label, before] = [labels[place]!, labels[shownAt[i - 1] ?? -1]];
    const isNewYear = kind === 'day' && before !== undefined && before.slice(0, 4) !== label.slice(0, 4);
    const anchor = i === 0 && shownAt.length > 1 ? 'start' : i === shownAt.length - 1 && i > 0 ? 'end' : 'middle';
    const share = anchor === 'start' ? 0 : anchor === 'end' ? 1 : (place + 0.5) / labels.length;
    const x = `${Math.round(share * 1e4) / 100}%`;
    return (
      <text className="tick" key={place} x={x} y={y} textAnchor={anchor}>
        {kind === 'day' ? shortDay(label) : label}
        {isNewYear ? (
          <tspan x={x} dy={LINE}>
            {' '}
            {label.slice(0, 4)}
          </tspan>
        ) : null}
      </text>
    );
  });
}
