import { oddsText, passText, targetText } from '@dqs/core/wording';
import { DataTable, Empty } from '@dqs/reports/components';
import type { DayDistribution, SeriesPage } from '@dqs/runtime/pages';

import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';

const HEIGHT = 200;
const [LEFT, RIGHT, TOP, BELOW] = [8, 10, 34, 24];
/** Up to so many executions every step is named. */
const FEW = 12;

/** What the next result may be, on the exact steps of its executions. */
export function DistributionCard({ page }: { readonly page: SeriesPage }) {
  const { distribution, series, few } = page;
  const title =
    series.next !== null && series.next.day === page.today ? 'Today’s result, if nothing is done' : 'The next result';
  if (distribution === null) {
    return (
      <section className="card">
        <header>
          <h2>{title}</h2>
        </header>
        <Empty
          title="There is no forecast of it"
          why="A forecast needs a model in production and 28 days of results."
        />
      </section>
    );
  }
  const { executions } = distribution;
  return (
    <DrawingCard
      title={title}
      table={<BarsTable distribution={distribution} />}
      footer={
        <span>
          {executions} executions: steps of 1/{executions}. Median {passText(series.next?.median)}&nbsp;%.
          {few === null ? null : ` ${fewText(few)}`}
        </span>
      }
    >
      <Drawing page={page} distribution={distribution} />
    </DrawingCard>
  );
}

/** `With 8 executions the targets 88 to 100 are one threshold: 8 of 8.` */
export function fewText({ executions, over, upTo }: NonNullable<SeriesPage['few']>): string {
  const [low, high] = [Math.floor(over) + 1, Math.floor(upTo)];
  const needed = Math.round((upTo * executions) / 100);
  const threshold = `${needed} of ${executions}`;
  if (high <= low) return `With ${executions} executions the target is ${threshold}.`;
  return `With ${executions} executions the targets ${low} to ${high} are one threshold: ${threshold}.`;
}

function BarsTable({ distribution: { bars, executions, needed } }: { readonly distribution: DayDistribution }) {
  const rows = bars.map(({ from, to, chance }) => [
    `${from === to ? from : `${from}–${to}`} of ${executions}`,
    passText((100 * to) / executions),
    (100 * chance).toFixed(1),
    to < needed ? 'below' : 'at or above',
  ]);
  const columns = [
    { title: 'Passes', kind: 'text' as const },
    { title: 'Up to %', kind: 'number' as const },
    { title: 'Chance %', kind: 'number' as const },
    { title: 'Target', kind: 'text' as const },
  ];
  return <DataTable label="Values of: the next result" columns={columns} rows={rows} />;
}

interface DrawingProps {
  readonly page: SeriesPage;
  readonly distribution: DayDistribution;
}

function Drawing({ page, distribution }: DrawingProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return <div ref={ref}>{width === 0 ? null : <Bars page={page} distribution={distribution} width={width} />}</div>;
}

function Bars({ page: { series }, distribution, width }: DrawingProps & { readonly width: number }) {
  const { bars, needed, executions, target, below } = distribution;
  const step = (width - LEFT - RIGHT) / bars.length;
  // Bars of more steps than others stand for as much chance as their area.
  const density = ({ from, to, chance }: (typeof bars)[number]) => chance / (to - from + 1);
  const inner = bars.slice(1);
  const most = Math.max(...(inner.length > 0 ? inner : bars).map(density), 1e-9);
  const tall = HEIGHT - TOP - BELOW;
  const x = (i: number) => LEFT + i * step;
  const cut = bars.findIndex(({ from }) => from >= needed);
  const at = x(cut < 0 ? bars.length : cut);
  const median = ((series.next?.median ?? 0) / 100) * executions;
  const middle = bars.findIndex(({ to }) => to >= median - 1e-9);
  const isRight = at > width / 2;
  const percent = (passes: number) => `${passText((100 * passes) / executions)}\u00a0%`;
  const label = `${oddsText(below)} below ${targetText(target)}, ${oddsText(1 - below)} at or above`;
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {bars.map((bar, i) => {
        const high = Math.max(bar.chance > 0.0005 ? 1 : 0, Math.min(1, density(bar) / most) * tall);
        const look = bar.to < needed ? 'pm below' : 'pm';
        return (
          <rect
            className={look}
            key={bar.from}
            x={x(i) + Math.min(1, step * 0.12)}
            y={HEIGHT - BELOW - high}
            width={Math.max(1, step - Math.min(2, step * 0.24))}
            height={high}
            rx={1}
          />
        );
      })}
      <line className="axisline" x1={LEFT} x2={width - RIGHT} y1={HEIGHT - BELOW + 0.5} y2={HEIGHT - BELOW + 0.5} />
      <line className="target" x1={at} x2={at} y1={isRight ? 8 : 20} y2={HEIGHT - BELOW} />
      <text className="lab lk" x={Math.max(at - 8, 96)} y={14} textAnchor="end">
        {oddsText(below)} below {targetText(target)}
      </text>
      <text className="lab lt" x={Math.max(at + 6, 104)} y={14}>
        {oddsText(1 - below)}
      </text>
      {middle < 0 ? null : <path className="medianfill" d={`M${x(middle) + step / 2} ${HEIGHT - BELOW}l-4 6h8Z`} />}
      {executions <= FEW && bars.length <= FEW + 1 && step > 30 ? (
        bars.map(({ from, to }, i) => (
          <text className="tick" key={from} x={x(i) + step / 2} y={HEIGHT - 8} textAnchor="middle">
            {from === to ? `${to} of ${executions}` : `≤ ${to}`}
          </text>
        ))
      ) : (
        <>
          <text className="tick" x={LEFT} y={HEIGHT - 8}>
            {bars[0]!.to > 0 ? `≤ ${percent(bars[0]!.to)}` : percent(0)}
          </text>
          <text className="tick" x={width - RIGHT} y={HEIGHT - 8} textAnchor="end">
            100&nbsp;%
          </text>
        </>
      )}
    </svg>
  );
}
