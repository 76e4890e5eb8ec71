/** @jsxRuntime automatic */
import { scaleLinear } from '@visx/scale';
import { Bar as BarShape } from '@visx/shape';
import type { ReactNode } from 'react';

import { DataTable } from '../components/data-table.js';
import { ChartCard } from './chart-card.js';
import type { Bar, Bars } from './data/bars.js';
import { barsTable } from './data/values-table.js';

const HEIGHT = 12;

/** Values to compare as bars in a card, each with its number behind it; its table holds the same. */
export function BarsFigure({
  chart,
  footer,
  children,
}: {
  readonly chart: Bars;
  readonly footer?: string;
  /** What else there is to say of the values, below them. */
  readonly children?: ReactNode;
}) {
  const { title, note, finding, bars } = chart;
  const values = bars.map(({ value }) => value);
  const [least, greatest] = [Math.min(...values, 0), Math.max(...values, 0)];
  const place = scaleLinear<number>({ domain: [least, greatest > least ? greatest : 1], range: [0, 100] });
  return (
    <ChartCard
      {...{ title, note, footer, below: children }}
      table={<DataTable label={`Values of: ${title}`} {...barsTable(chart)} />}
    >
      <div className="bars" role="img" aria-label={finding}>
        {bars.map((bar) => (
          <BarRow bar={bar} from={place(0)} to={place(bar.value)} key={bar.label} />
        ))}
      </div>
    </ChartCard>
  );
}

interface BarRowProps {
  readonly bar: Bar;
  /** Where 0 and the value lie, per cent of the width. */
  readonly from: number;
  readonly to: number;
}

function BarRow({ bar: { label, text, role }, from, to }: BarRowProps) {
  const [start, end] = [percent(Math.min(from, to)), percent(Math.max(from, to))];
  return (
    <>
      <span className="label">{label}</span>
      <svg height={HEIGHT}>
        {role === 'naive' ? (
          <line className="bar naive" x1={start} x2={end} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        ) : (
          <BarShape className={`bar ${role}`} x={start} y={0} width={percent(Math.abs(to - from))} height={HEIGHT} />
        )}
        <line className="base" x1={percent(from)} x2={percent(from)} y1={-4} y2={HEIGHT + 4} />
      </svg>
      <span className="figure">{text}</span>
    </>
  );
}

/** A length of 0 is written without a sign: it is the same at every end. */
function percent(value: number): string | number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : `${rounded}%`;
}
