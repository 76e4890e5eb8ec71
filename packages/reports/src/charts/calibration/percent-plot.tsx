/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

import { ValueTicks } from '../axes.js';
import { markReader, type Reading } from '../chart-figure.js';
import type { ValueAxis } from '../scales.js';
import { PercentAxis } from './percent-axis.js';

/** Height of the plane in pixels, and what is above and below it. */
export const HEIGHT = 280;
const [AIR, BELOW] = [16, 40];

interface PercentPlotProps extends Pick<Reading, 'onRead' | 'scrub'> {
  /** More class names of its place. */
  readonly className?: string;
  readonly axis: ValueAxis;
  /** Height of a value of the axis. */
  readonly y: (value: number) => number;
  readonly finding: string;
  /** What the upright axis counts, beside its upper end. */
  readonly upright: { readonly text: string; readonly side: 'left' | 'right' };
  readonly across: { readonly ticks: readonly number[]; readonly title: string };
  /** Marks with a `data-row`, in the plane. */
  readonly children: ReactNode;
}

/** A plane over 0 to 100 %, with gridlines, whose marks are read by pointing at them. */
export function PercentPlot(props: PercentPlotProps) {
  const { className, axis, y, finding, upright, across, onRead, scrub, children } = props;
  const read = markReader(onRead);
  const isRight = upright.side === 'right';
  return (
    <div className={className === undefined ? 'course' : `course ${className}`}>
      <ValueTicks axis={axis} height={HEIGHT} air={AIR} below={BELOW} />
      <svg
        className="plot"
        width="100%"
        height={HEIGHT + AIR + BELOW}
        role="img"
        aria-label={finding}
        onPointerMove={read}
        onPointerDown={read}
      >
        <svg y={AIR} width="100%" height={HEIGHT}>
          {axis.ticks.map((tick) => (
            <line className="gridline" key={tick} x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
          ))}
          {children}
        </svg>
        <text className="tick" x={isRight ? '100%' : '4'} y={AIR - 4} textAnchor={isRight ? 'end' : undefined}>
          {upright.text}
        </text>
        <PercentAxis ticks={across.ticks} title={across.title} y={HEIGHT + AIR} />
      </svg>
      {scrub}
    </div>
  );
}
