/** @jsxRuntime automatic */
import { scaleLinear } from '@visx/scale';
import { Bar as BarShape } from '@visx/shape';

import { DataTable } from '../components/data-table.js';
import { ChartCard } from './chart-card.js';
import type { Bar, Bars } from './data/bars.js';
import { barsTable } from './data/values-table.js';

const HEIGHT = 12;

/** Values to compare as bars in a card, each with its number behind it; its table holds the same. */
export function BarsFigure({ chart, footer }: { readonly chart: Bars; readonly footer?: string }) {
  const { title, note, finding, bars } = chart;
  const greatest = Math.max(...bars.map(({ value }) => value), 0) || 1;
  const length = scaleLinear<number>({ domain: [0, greatest], range: [0, 100] });
  return (
    <ChartCard {...{ title, note, footer }} table={<DataTable label={`Values of: ${title}`} {...barsTable(chart)} />}>
      <div className="bars" role="img" aria-label={finding}>
        {bars.map((bar) => (
          <BarRow bar={bar} percent={length(bar.value)} key={bar.label} />
        ))}
      </div>
    </ChartCard>
  );
}

function BarRow({ bar: { label, text, role }, percent }: { readonly bar: Bar; readonly percent: number }) {
  const width = `${Math.round(percent * 100) / 100}%`;
  return (
    <>
      <span className="label">{label}</span>
      <svg height={HEIGHT}>
        {role === 'naive' ? (
          <line className="bar naive" x1="0" x2={width} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        ) : (
          <BarShape className={`bar ${role}`} x={0} y={0} width={width} height={HEIGHT} />
        )}
        <line className="base" x1="0" x2="0" y1={-4} y2={HEIGHT + 4} />
      </svg>
      <span className="figure">{text}</span>
    </>
  );
}
