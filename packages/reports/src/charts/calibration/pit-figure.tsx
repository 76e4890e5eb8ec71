/** @jsxRuntime automatic */
import { ChartFigure, type Reading } from '../chart-figure.js';
import type { PitChart } from '../data/calibration.js';
import { pitTable } from '../data/calibration-tables.js';
import { valueAxis } from '../scales.js';
import { HEIGHT, PercentPlot } from './percent-plot.js';

/** Share of its place that a bar takes. */
const BAR = 0.84;

const HOW_TO_READ =
  'Level is right. A hill in the middle: ranges too wide. Walls at the ends: too narrow. The band is what chance alone makes of right forecasts.';

/** Where results fell in their forecasts: level bars are right. */
export function PitFigure({ chart, footer = HOW_TO_READ }: { readonly chart: PitChart; readonly footer?: string }) {
  const { title, note, naive } = chart;
  return (
    <ChartFigure
      {...{ title, note }}
      table={pitTable(chart)}
      keys={naive === undefined ? ['pit'] : ['pit', 'naive dots']}
      unit="%"
      start={0}
      footer={footer}
    >
      {(reading: Reading) => <PitPlot chart={chart} {...reading} />}
    </ChartFigure>
  );
}

function PitPlot({ chart: { bins, right, finding }, at, onRead, scrub }: Reading & { readonly chart: PitChart }) {
  const greatest = Math.max(
    1.5 * right.share,
    ...bins.flatMap(({ share, naiveShare }) => [share, naiveShare ?? share]),
  );
  const axis = valueAxis(0, greatest, HEIGHT);
  const y = (value: number) => Math.round(10 * axis.scale(value)) / 10;
  const place = (i: number) => `${Math.round((1e4 * i) / bins.length) / 100}%`;
  return (
    <PercentPlot
      {...{ axis, y, finding, onRead, scrub }}
      upright={{ text: '% of results', side: 'right' }}
      across={{ ticks: [0, 50, 100], title: 'where the result fell in its forecast, %' }}
    >
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
      {bins.map(({ naiveShare, label }, i) =>
        naiveShare === null ? null : (
          <circle className="spot naive" data-row={i} key={label} cx={place(i + 0.5)} cy={y(naiveShare)} r={4} />
        ),
      )}
    </PercentPlot>
  );
}
