import { passText } from '@dqs/core/wording';

import type { IntervalOf } from './interval.js';

/** What a sparkline is drawn from. */
export interface SparklineProps {
  /** Pass percentages, oldest first; null without a result. */
  readonly results: readonly (number | null)[];
  readonly target: number;
  readonly next: IntervalOf | null;
  readonly width?: number;
  readonly height?: number;
}

/** Room for the next forecast at the end. */
const NEXT = 14;

/** Results as a line that breaks at gaps, those below the target as dots, the target as a hairline, and the next forecast. */
export function Sparkline({ results, target, next, width = 120, height = 26 }: SparklineProps) {
  const known = results.filter((value) => value !== null);
  const floor = Math.min(...known, next?.lower80 ?? 100, target) - 1;
  const y = (value: number) => 3 + ((100 - Math.max(floor, value)) / (100 - floor)) * (height - 6);
  const step = (width - NEXT) / Math.max(1, results.length);
  const x = (i: number) => step * (i + 0.5);
  const last = known.at(-1);
  const label =
    `last ${results.length} days, last result ${passText(last)}` + (next ? `, next ${passText(next.median)}` : '');
  const end = step * results.length + 3;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <line className="targetfine" x1={0} x2={width} y1={y(target)} y2={y(target)} />
      <path className="sparkline" d={pathOf(results, x, y)} />
      {results.map((value, i) =>
        value !== null && value < target ? <circle className="dotlow" key={i} cx={x(i)} cy={y(value)} r={1.9} /> : null,
      )}
      {next === null ? null : (
        <>
          <rect
            className="b95"
            x={end}
            y={y(next.upper95)}
            width={9}
            height={Math.max(0, y(next.lower95) - y(next.upper95))}
          />
          <rect
            className="b80"
            x={end}
            y={y(next.upper80)}
            width={9}
            height={Math.max(0, y(next.lower80) - y(next.upper80))}
          />
          <line className="median" x1={end} x2={end + 9} y1={y(next.median)} y2={y(next.median)} />
        </>
      )}
    </svg>
  );
}

function pathOf(results: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string {
  let isDown = false;
  return results
    .map((value, i) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const to = `${isDown ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      isDown = true;
      return to;
    })
    .join('');
}
