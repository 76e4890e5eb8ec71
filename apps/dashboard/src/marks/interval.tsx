import { passText, targetText } from '@dqs/core/wording';

/** The forecast of a day, percentages in [0, 100]. */
export interface IntervalOf {
  readonly expected: number;
  readonly median: number;
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly naive: number | null;
}

/** What an interval bar is drawn from; all bars of a column have the same axis. */
export interface IntervalProps {
  readonly next: IntervalOf;
  readonly target: number;
  readonly width?: number;
  /** Where the axis of the column begins; what lies below is cut and marked. */
  readonly from?: number;
}

const HEIGHT = 22;
const scaleOf = (width: number, from: number) => (value: number) =>
  3 + ((Math.max(from, value) - from) / (100 - from)) * (width - 6);

/** 95 and 80 % range, median, target and the ring of the naive forecast. */
export function Interval({ next, target, width = 128, from = 50 }: IntervalProps) {
  const x = scaleOf(width, from);
  const { expected, median, lower80, upper80, lower95, upper95, naive } = next;
  const label =
    `expected ${passText(expected)}, median ${passText(median)}, 80 % range ${passText(lower80)} to ${passText(upper80)}, ` +
    `95 % range ${passText(lower95)} to ${passText(upper95)}, target ${targetText(target)}, naive ${passText(naive)}`;
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <line className="gridline" x1={3} x2={width - 3} y1={20.5} y2={20.5} />
      <rect className="b95" x={x(lower95)} y={5} width={Math.max(0, x(upper95) - x(lower95))} height={10} />
      <rect className="b80" x={x(lower80)} y={5} width={Math.max(0, x(upper80) - x(lower80))} height={10} />
      {lower95 < from ? <path className="edge" d="M6 7 3 10 6 13" /> : null}
      <line className="target" x1={x(target)} x2={x(target)} y1={1} y2={19} />
      <line className="median" x1={x(median)} x2={x(median)} y1={3} y2={17} />
      {naive === null ? null : <circle className="naivering" cx={x(naive)} cy={10} r={2.75} />}
    </svg>
  );
}

/** The axis of a column of interval bars. */
export function IntervalAxis({ width = 128, from = 50 }: Pick<IntervalProps, 'width' | 'from'>) {
  const x = scaleOf(width, from);
  const ticks = [from, (from + 100) / 2, 100];
  return (
    <svg width={width} height={12} viewBox={`0 0 ${width} 12`} aria-hidden="true">
      {ticks.map((value, i) => (
        <text className="tick" key={value} x={x(value)} y={10} textAnchor={(['start', 'middle', 'end'] as const)[i]}>
          {value}
        </text>
      ))}
    </svg>
  );
}

/** Where the axis of a column begins, so that most of its ranges fit. */
export function axisFrom(rows: readonly (IntervalOf | null)[]): number {
  const lowest = rows.reduce((least, row) => Math.min(least, row?.lower80 ?? 100), 100);
  return lowest >= 90 ? 80 : lowest >= 50 ? 50 : 0;
}
