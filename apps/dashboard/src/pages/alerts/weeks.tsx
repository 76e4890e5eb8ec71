import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';

/** Warnings of a week, `day` its first as ISO 8601. */
interface Week {
  readonly day: string;
  readonly now: number;
  readonly proposed: number;
}

const [HEIGHT, LEFT, TOP, BOTTOM] = [310, 34, 12, 38];
const TICKS = 4;
/** Labels need so much room. */
const LABEL_WIDTH = 56;

/** Warnings a week, now and as proposed. */
export function Weeks({ weeks }: { readonly weeks: readonly Week[] }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <DrawingCard
      title="Warnings a week"
      note={
        <span className="legend">
          <span>
            <svg width="10" height="10" aria-hidden="true">
              <rect className="exec" width="10" height="10" />
            </svg>
            now
          </span>
          <span>
            <svg width="10" height="10" aria-hidden="true">
              <rect className="medianfill" width="10" height="10" />
            </svg>
            proposed
          </span>
        </span>
      }
      table={
        <table className="t">
          <thead>
            <tr>
              <th scope="col">week from</th>
              <th scope="col">now</th>
              <th scope="col">proposed</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ day, now, proposed }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td className="num">{now}</td>
                <td className="num">{proposed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <div ref={ref}>{width > 0 ? <Drawing weeks={weeks} width={width} /> : null}</div>
    </DrawingCard>
  );
}

function Drawing({ weeks, width }: { readonly weeks: readonly Week[]; readonly width: number }) {
  const most = Math.max(1, ...weeks.flatMap(({ now, proposed }) => [now, proposed]));
  const step = niceStep(most / TICKS);
  const top = step * Math.ceil(most / step);
  const y = (count: number) => TOP + (1 - count / top) * (HEIGHT - TOP - BOTTOM);
  const slot = (width - LEFT) / Math.max(1, weeks.length);
  const bar = Math.max(2, Math.min(14, slot * 0.32));
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / slot));
  const sum = (name: 'now' | 'proposed') => weeks.reduce((all, one) => all + one[name], 0);
  const label = `Warnings a week: ${sum('now')} in all now, ${sum('proposed')} as proposed`;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={label}>
      {Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step).map((count) => (
        <g key={count}>
          <line className="gridline" x1={LEFT} x2={width} y1={y(count)} y2={y(count)} />
          <text className="tick" x={LEFT - 6} y={y(count) + 4} textAnchor="end">
            {count}
          </text>
        </g>
      ))}
      {weeks.map(({ day, now, proposed }, i) => {
        const middle = LEFT + (i + 0.5) * slot;
        return (
          <g key={day}>
            <rect className="exec" x={middle - bar - 1} y={y(now)} width={bar} height={y(0) - y(now)} />
            <rect className="medianfill" x={middle + 1} y={y(proposed)} width={bar} height={y(0) - y(proposed)} />
            {i % every === 0 ? (
              <text className="tick" x={middle} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
                {dayText(day)}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least) ?? 10 * power;
}

function dayText(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
