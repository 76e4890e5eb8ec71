import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';

/** What would have come of warning from some odds. */
interface Point {
  readonly from: number;
  readonly warned: number;
  readonly right: number;
  readonly missed: number;
}

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [310, 34, 76, 12, 38];
const [FIRST, LAST] = [0.3, 0.95];
/** A threshold with fewer warnings tells nothing. */
const LEAST = 5;

/** Precision and recall by the odds from which one warns. */
export function Tradeoff({
  points,
  now,
  proposed,
}: {
  readonly points: readonly Point[];
  readonly now: number | null;
  readonly proposed: number | null;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const rows = points.map((one) => ({
    ...one,
    precision: one.warned >= LEAST ? one.right / one.warned : null,
    recall: one.missed > 0 ? one.right / one.missed : null,
  }));
  return (
    <DrawingCard
      title="Precision and recall"
      note="by the odds we warn from"
      table={
        <table className="t">
          <thead>
            <tr>
              <th scope="col">warn from</th>
              <th scope="col">warned</th>
              <th scope="col">right</th>
              <th scope="col">precision</th>
              <th scope="col">recall</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.from}>
                <th scope="row">{percentText(one.from)}</th>
                <td className="num">{one.warned}</td>
                <td className="num">{one.right}</td>
                <td className="num">{percentText(one.precision)}</td>
                <td className="num">{percentText(one.recall)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <div ref={ref}>{width > 0 ? <Drawing rows={rows} now={now} proposed={proposed} width={width} /> : null}</div>
    </DrawingCard>
  );
}

interface DrawingProps {
  readonly rows: readonly (Point & { readonly precision: number | null; readonly recall: number | null })[];
  readonly now: number | null;
  readonly proposed: number | null;
  readonly width: number;
}

function Drawing({ rows, now, proposed, width }: DrawingProps) {
  const x = (odds: number) => LEFT + ((odds - FIRST) / (LAST - FIRST)) * (width - LEFT - RIGHT);
  const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const path = (name: 'precision' | 'recall') =>
    rows
      .filter((one) => one[name] !== null)
      .map((one, i) => `${i === 0 ? 'M' : 'L'}${x(one.from).toFixed(1)} ${y(one[name]!).toFixed(1)}`)
      .join('');
  const at = (name: 'precision' | 'recall') => rows.findLast((one) => one[name] !== null)?.[name] ?? null;
  const [precision, recall] = [at('precision'), at('recall')];
  // Labels of lines that end close to each other are pushed apart.
  const shift = precision !== null && recall !== null && Math.abs(y(precision) - y(recall)) < 13 ? 8 : 0;
  const isUp = (precision ?? 0) >= (recall ?? 0);
  const inside = (odds: number | null): odds is number => odds !== null && odds >= FIRST && odds <= LAST;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={findingText(rows, now, proposed)}>
      {inside(now) && inside(proposed) && now !== proposed ? (
        <rect
          className="future"
          x={Math.min(x(now), x(proposed))}
          y={TOP}
          width={Math.abs(x(proposed) - x(now))}
          height={HEIGHT - TOP - BOTTOM}
        />
      ) : null}
      <Axes x={x} y={y} width={width} />
      <path className="medianline" d={path('precision')} fill="none" />
      <path className="obsline" d={path('recall')} fill="none" />
      {precision === null ? null : (
        <text className="lab lf" x={width - RIGHT + 6} y={y(precision) + 4 - (isUp ? shift : -shift)}>
          precision
        </text>
      )}
      {recall === null ? null : (
        <text className="lab lt" x={width - RIGHT + 6} y={y(recall) + 4 + (isUp ? shift : -shift)}>
          recall
        </text>
      )}
      <Marks x={x} now={inside(now) ? now : null} proposed={inside(proposed) && proposed !== now ? proposed : null} />
    </svg>
  );
}

type Scale = (value: number) => number;

function Axes({ x, y, width }: { readonly x: Scale; readonly y: Scale; readonly width: number }) {
  return (
    <>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line className="gridline" x1={LEFT} x2={width - RIGHT} y1={y(share)} y2={y(share)} />
          <text className="tick" x={LEFT - 6} y={y(share) + 4} textAnchor="end">
            {100 * share}
          </text>
        </g>
      ))}
      {[0.3, 0.45, 0.6, 0.75, 0.9].map((odds) => (
        <text className="tick" key={odds} x={x(odds)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
          {Math.round(100 * odds)}
        </text>
      ))}
      <text className="tick" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 4} textAnchor="middle">
        warn from, % likely below target
      </text>
    </>
  );
}

interface MarksProps {
  readonly x: Scale;
  readonly now: number | null;
  readonly proposed: number | null;
}

/** The thresholds of now and as proposed. */
function Marks({ x, now, proposed }: MarksProps) {
  return (
    <>
      {now !== null ? (
        <g>
          <line className="now" x1={x(now)} x2={x(now)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text className="tick" x={x(now) - 4} y={TOP + 10} textAnchor="end">
            now
          </text>
        </g>
      ) : null}
      {proposed !== null ? (
        <g>
          <line className="target" x1={x(proposed)} x2={x(proposed)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text className="tick" x={x(proposed) + 4} y={TOP + 10}>
            proposed
          </text>
        </g>
      ) : null}
    </>
  );
}

function findingText(rows: DrawingProps['rows'], now: number | null, proposed: number | null): string {
  const near = (odds: number | null) =>
    odds === null
      ? undefined
      : rows.reduce((a, b) => (Math.abs(b.from - odds) < Math.abs(a.from - odds) ? b : a), rows[0]!);
  const told = (
    [
      ['now', near(now)],
      ['proposed', near(proposed)],
    ] as const
  ).flatMap(([word, one]) =>
    one === undefined
      ? []
      : [`${word} ${percentText(one.precision)} right, ${percentText(one.recall)} of misses found`],
  );
  return `Precision and recall by the odds we warn from${told.length === 0 ? '' : `: ${told.join('; ')}`}`;
}

function percentText(share: number | null): string {
  return share === null ? '–' : `${Number((100 * share).toFixed(1))} %`;
}
