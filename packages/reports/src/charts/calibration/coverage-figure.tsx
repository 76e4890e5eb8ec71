/** @jsxRuntime automatic */
import { Fragment } from 'react';

import { DataTable } from '../../components/data-table.js';
import { whole } from '../../text/numbers.js';
import { ChartCard } from '../chart-card.js';
import type { CoverageChart, CoverageRow } from '../data/calibration.js';
import { coverageTable } from '../data/calibration-tables.js';

const HEIGHT = 18;
/** Ends of the axis are whole steps of so many per cent; it has the lower one at least. */
const [STEP, LEAST] = [10, 70];

/** Coverage of the ranges of 80 and 95 % by group: a dot with its band on the line of what it should be. */
export function CoverageFigure({ chart, footer }: { readonly chart: CoverageChart; readonly footer?: string }) {
  const { title, note, finding, naive, rows } = chart;
  const lows = rows.flatMap(({ ranges }) => ranges.flatMap(({ low, naive }) => [low, naive ?? low]));
  const from = Math.max(0, STEP * Math.floor(Math.min(LEAST, ...lows) / STEP));
  const across = (percent: number) => `${Math.round((1e4 * (percent - from)) / (100 - from)) / 100}%`;
  const ticks = [from, 80, 95, 100];
  return (
    <ChartCard
      {...{ title, note }}
      table={<DataTable label={`Values of: ${title}`} {...coverageTable(chart)} />}
      footer={
        footer ??
        `By the randomised PIT, which shares the odds of a bound out: counted plainly, a range of 80 % holds more, since results come in whole steps. ${naive === undefined ? 'Bands allow for days on which results move together.' : 'Bands take results as independent; rings are the naive distribution’s.'}`
      }
    >
      <div className="bars coverage" role="img" aria-label={finding}>
        <span />
        <svg height={HEIGHT}>
          {ticks.map((tick, i) => (
            <text
              className="tick"
              key={tick}
              x={across(tick)}
              y={13}
              textAnchor={i === 0 ? 'start' : i === 3 ? 'end' : 'middle'}
            >
              {tick === 100 ? '' : tick}
            </text>
          ))}
        </svg>
        <span className="figure tick">forecasts</span>
        {rows.map((row, i) => (
          <Row row={row} across={across} key={i} />
        ))}
      </div>
    </ChartCard>
  );
}

function Row({ row, across }: { readonly row: CoverageRow; readonly across: (percent: number) => string }) {
  const middle = HEIGHT / 2;
  return (
    <>
      <span className="label">{row.name}</span>
      <svg height={HEIGHT}>
        {row.ranges.map(({ nominal, share, low, high, naive }) => (
          <Fragment key={nominal}>
            <line className="nominal" x1={across(nominal)} x2={across(nominal)} y1={-5} y2={HEIGHT + 5} />
            {naive === null ? null : <circle className="spot naive" cx={across(naive)} cy={middle} r={3.5} />}
            <line className="covered" x1={across(low)} x2={across(high)} y1={middle} y2={middle} />
            <circle className="spot best" cx={across(share)} cy={middle} r={4} />
          </Fragment>
        ))}
      </svg>
      <span className="figure">{whole(row.rows)}</span>
    </>
  );
}
