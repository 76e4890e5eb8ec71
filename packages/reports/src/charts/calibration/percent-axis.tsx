/** @jsxRuntime automatic */

interface PercentAxisProps {
  /** Ascending, the first at 0 and the last at 100. */
  readonly ticks: readonly number[];
  /** What lies across. */
  readonly title: string;
  /** Bottom of the plot. */
  readonly y: number;
}

/** Per cent from left to right under a plot, with what they are. */
export function PercentAxis({ ticks, title, y }: PercentAxisProps) {
  return (
    <>
      {ticks.map((tick) => (
        <text className="tick" key={tick} x={`${tick}%`} y={y + 16} textAnchor={anchorOf(tick)}>
          {tick}
        </text>
      ))}
      <text className="tick" x="50%" y={y + 34} textAnchor="middle">
        {title}
      </text>
    </>
  );
}

/** Labels at the edges of a plot stay within it. */
export function anchorOf(percent: number): 'start' | 'middle' | 'end' {
  if (percent < 4) return 'start';
  return percent > 96 ? 'end' : 'middle';
}
