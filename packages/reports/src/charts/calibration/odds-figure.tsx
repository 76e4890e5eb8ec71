/** @jsxRuntime automatic */
import { scaleLinear } from '@visx/scale';

import { whole } from '../../text/numbers.js';
import { ChartFigure, type Reading } from '../chart-figure.js';
import type { OddsBin, OddsChart } from '../data/calibration.js';
import { oddsTable } from '../data/calibration-tables.js';
import { anchorOf } from './percent-axis.js';
import { HEIGHT, PercentPlot } from './percent-plot.js';

const TICKS = [0, 25, 50, 75, 100];
/** Radius of a dot: the least one, and what the most forecasts add to it. */
const [LEAST, MORE] = [2.5, 3];
/** Per cent of the height that a number takes. */
const ROOM = 8;

/** Odds across, what happened upwards; on the diagonal they are right. */
export function OddsFigure({ chart }: { readonly chart: OddsChart }) {
  const { title, note, naive } = chart;
  return (
    <ChartFigure
      {...{ title, note }}
      table={oddsTable(chart)}
      keys={['forecast dots', '', '', '', '', ...(naive === undefined ? [] : ['naive dots', ''])]}
      footer={`Bars are 95 % bands by Wilson’s score, numbers count forecasts. ${naive === undefined ? 'They allow for days on which results move together.' : 'Rings are the naive distribution’s.'}`}
    >
      {(reading: Reading) => <OddsPlot chart={chart} {...reading} />}
    </ChartFigure>
  );
}

function OddsPlot({ chart: { bins, finding }, at, onRead, scrub }: Reading & { readonly chart: OddsChart }) {
  const scale = scaleLinear<number>({ domain: [0, 100], range: [HEIGHT, 0] });
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  return (
    <PercentPlot
      className="odds"
      {...{ finding, onRead, scrub }}
      axis={{ scale, ticks: TICKS, digits: 0 }}
      y={scale}
      upright={{ text: 'it happened, %', side: 'left' }}
      across={{ ticks: TICKS, title: 'we said, %' }}
    >
      <line className="diagonal" x1="0" y1={HEIGHT} x2="100%" y2="0" />
      {bins.map((bin, row) => (
        <BinMarks bin={bin} row={row} y={scale} share={bin.rows / most} isRead={row === at} key={bin.label} />
      ))}
    </PercentPlot>
  );
}

interface BinProps {
  readonly bin: OddsBin;
  readonly row: number;
  readonly y: (value: number) => number;
  /** Its forecasts as a share of the most. */
  readonly share: number;
  readonly isRead: boolean;
}

function BinMarks({ bin, row, y, share, isRead }: BinProps) {
  const { said, happened, low, high, naiveSaid, naiveHappened, rows } = bin;
  const seen = isRead ? ' at' : '';
  const upright = (value: number | null) => Math.round(10 * y(value ?? 0)) / 10;
  // The number stands on the far side of the diagonal, where there is room for it.
  const isUnder = (happened ?? 0) < (said ?? 0) ? (low ?? 0) > ROOM : (high ?? 0) > 100 - ROOM;
  const label = isUnder ? upright(low) + 14 : upright(high) - 6;
  return (
    <>
      {said === null ? null : (
        <>
          <line
            className={`wilson${seen}`}
            data-row={row}
            x1={across(said)}
            x2={across(said)}
            y1={upright(low)}
            y2={upright(high)}
          />
          <text className="tick halo" x={across(said)} y={label} textAnchor={anchorOf(said)}>
            {whole(rows)}
          </text>
        </>
      )}
      {naiveSaid === null ? null : (
        <circle className="spot naive" data-row={row} cx={across(naiveSaid)} cy={upright(naiveHappened)} r={4} />
      )}
      {said === null ? null : (
        <circle
          className={`spot best${seen}`}
          data-row={row}
          cx={across(said)}
          cy={upright(happened)}
          r={LEAST + MORE * Math.sqrt(share)}
        />
      )}
    </>
  );
}

function across(percent: number): string {
  return `${Math.round(100 * percent) / 100}%`;
}
