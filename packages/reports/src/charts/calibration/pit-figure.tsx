/** @jsxRuntime automatic */
import type { PointerEvent } from 'react';

import { ValueTicks } from '../axes.js';
import { ChartFigure, type Reading } from '../chart-figure.js';
import type { PitChart } from '../data/calibration.js';
import { pitTable } from '../data/calibration-tables.js';
import { valueAxis } from '../scales.js';
import { PercentAxis } from './percent-axis.js';

const [HEIGHT, AIR, BELOW] = [280, 16, 40];
/** Share of its place that a bar takes. */
const BAR = 0.84;

/** Where results fell in their forecasts: level bars are right. */
export function PitFigure({ chart }: { readonly chart: PitChart }) {
  const { title, note } = chart;
  return (
    <ChartFigure
      {...{ title, note }}
      table={pitTable(chart)}
      keys={['pit', 'naive dots']}
      unit="%"
      start={0}
      footer="Level is right. A hill in the middle: ranges too wide. Walls at the ends: too narrow. The band is what chance alone makes of right forecasts."
    >
      {(reading: Reading) => <PitPlot chart={chart} {...reading} />}
    </ChartFigure>
  );
}

function PitPlot({ chart: { bins, right, finding }, at, onRead, scrub }: Reading & { readonly chart: PitChart }) {
  const greatest = Math.max(1.5 * right.share, ...bins.flatMap(({ share, naiveShare }) => [share, naiveShare]));
  const axis = valueAxis(0, greatest, HEIGHT);
  const y = (value: number) => Math.round(10 * axis.scale(value)) / 10;
  const read = ({ target }: PointerEvent<SVGSVGElement>) => {
    const row = (target as SVGElement).dataset['row'];
    if (row !== undefined) onRead(Number(row));
  };
  const place = (i: number) => `${Math.round((1e4 * i) / bins.length) / 100}%`;
  return (
    <div className="course">
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
          {bins.map(({ share, label }, i) => (
            <rect
              className={`pit${i === at ? ' at' : ''}`}
              data-row={i}
              key={label}
              x={place(i + (1 - BAR) / 2)}
              width={place(BAR)}
              y={y(share)}
              height={Math.max(0, HEIGHT - y(share))}
            />
          ))}
          <rect
            className="chance"
            x="0"
            width="100%"
            y={y(right.high)}
            height={Math.max(1, y(right.low) - y(right.high))}
          />
          <line className="diagonal" x1="0" x2="100%" y1={y(right.share)} y2={y(right.share)} />
          {bins.map(({ naiveShare, label }, i) => (
            <circle className="spot naive" data-row={i} key={label} cx={place(i + 0.5)} cy={y(naiveShare)} r={4} />
          ))}
        </svg>
        <text className="tick" x="100%" y={AIR - 4} textAnchor="end">
          % of results
        </text>
        <PercentAxis ticks={[0, 50, 100]} title="where the result fell in its forecast, %" y={HEIGHT + AIR} />
      </svg>
      {scrub}
    </div>
  );
}
