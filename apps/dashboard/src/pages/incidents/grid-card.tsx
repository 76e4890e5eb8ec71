import { oddsFill } from '../../marks/odds.js';
import { formatDay, MS_PER_DAY } from '@dqs/core';
import { oddsText } from '@dqs/core/wording';
import { DataTable, StateShape } from '@dqs/reports/components';
import type { IncidentPage } from '@dqs/runtime/pages';

import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';

/** Points below the target from which a cell is darker. */
const STEPS = [2, 5, 9] as const;
const [ROW, TOP] = [26, 20];

/** How the series of an incident have done, day by day, and the odds of the next. */
export function GridCard({ page }: { readonly page: IncidentPage }) {
  const { grid } = page;
  const columns = [
    { title: 'Series', kind: 'text' as const },
    ...grid.days.map((day) => ({ title: formatDay(day), kind: 'number' as const })),
    { title: 'Odds %', kind: 'number' as const },
  ];
  const rows = grid.rows.map(({ name, below, intervened, odds }) => [
    name,
    ...below.map((points, i) => (intervened.includes(grid.days[i]!) ? 'intervened' : points === null ? '–' : `${points === 0 ? '' : '−'}${points}`)), // prettier-ignore
    odds === null ? '–' : oddsText(odds).replace('\u00a0%', ''),
  ]);
  return (
    <DrawingCard
      title="Series by day"
      note="points below target; the last column is the odds of the next result"
      table={<DataTable label="Values of: series by day" columns={columns} rows={rows} />}
      footer={<Legend />}
    >
      <Drawing page={page} />
    </DrawingCard>
  );
}

function Drawing({ page }: { readonly page: IncidentPage }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return <div ref={ref}>{width === 0 ? null : <Grid page={page} width={width} />}</div>;
}

function Grid({ page: { grid }, width }: { readonly page: IncidentPage; readonly width: number }) {
  const isSmall = width < 560;
  const days = grid.days.slice(isSmall ? -7 : 0);
  const skipped = grid.days.length - days.length;
  const left = isSmall ? 126 : 210;
  const step = Math.min(46, (width - left) / (days.length + 1));
  const x = (i: number) => left + i * step;
  const worst = Math.max(0, ...grid.rows.flatMap(({ below }) => below.map((points) => points ?? 0)));
  const label = `Series by day, ${grid.rows.length} series; at worst ${worst.toFixed(1)} points below target`;
  return (
    <svg width={width} height={grid.rows.length * ROW + TOP + 4} role="img" aria-label={label}>
      {days.map((day, i) => (
        <text className="tick" textAnchor="middle" key={day} x={x(i) + step / 2} y={13}>
          {isSmall && i % 2 === 1 ? '' : new Date(day * MS_PER_DAY).getUTCDate()}
        </text>
      ))}
      <text className="tick strong" textAnchor="middle" x={x(days.length) + step / 2 + 2} y={13}>
        {isSmall ? '%' : 'odds'}
      </text>
      {grid.rows.map(({ series, name, below, intervened, odds }, row) => (
        <g key={series} transform={`translate(0 ${row * ROW + TOP})`}>
          <text className="lab" x={0} y={17}>
            {shortened(name, isSmall ? 19 : 34)}
            <title>{name}</title>
          </text>
          {days.map((day, i) => (
            <Cell
              key={day}
              x={x(i)}
              width={step - 2}
              points={below[i + skipped] ?? null}
              isIntervened={intervened.includes(day)}
            />
          ))}
          <Next x={x(days.length) + 4} width={step - 6} odds={odds} />
        </g>
      ))}
    </svg>
  );
}

interface CellProps {
  readonly x: number;
  readonly width: number;
  readonly points: number | null;
  readonly isIntervened: boolean;
}

function Cell({ x, width, points, isIntervened }: CellProps) {
  const looks = points === null ? 'gap' : `heat h${darkness(points)}`;
  return (
    <>
      <rect className={looks} x={x + 1} y={1} width={width} height={ROW - 2} rx={2} />
      {isIntervened ? (
        <g transform={`translate(${x + 1 + width / 2 - 7} 6)`}>
          <StateShape state="intervened" />
        </g>
      ) : points === null || points === 0 ? null : (
        <text className={`heattext h${darkness(points)}`} textAnchor="middle" x={x + 1 + width / 2} y={17}>
          −{points < 9.95 ? points.toFixed(1) : Math.round(points)}
        </text>
      )}
    </>
  );
}

function Next({ x, width, odds }: { readonly x: number; readonly width: number; readonly odds: number | null }) {
  if (odds === null) return null;
  const fill = oddsFill(odds);
  return (
    <>
      <rect className="heat next" x={x + 1} y={1} width={width} height={ROW - 2} rx={2} />
      <rect className={fill} x={x + 1} y={ROW - 4} width={width * odds} height={3} />
      <text className="heattext" textAnchor="middle" x={x + 1 + width / 2} y={16}>
        {oddsText(odds).replace('\u00a0%', '')}
      </text>
    </>
  );
}

/** 0 where nothing is missing, then one step more for each limit that is reached. */
function darkness(points: number): number {
  return points === 0 ? 0 : 1 + STEPS.filter((limit) => points >= limit).length;
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function Legend() {
  return (
    <span className="legend">
      <span>
        <svg width="14" height="14" aria-hidden="true">
          <rect width="14" height="14" rx="2" className="heat" />
        </svg>
        at or above target
      </span>
      <span>
        <svg width="62" height="14" aria-hidden="true">
          {[1, 2, 3, 4].map((step, i) => (
            <rect key={step} x={16 * i} width="14" height="14" rx="2" className={`heat h${step}`} />
          ))}
        </svg>
        under 2, 5, 9, more points below
      </span>
      <span>
        <StateShape state="intervened" />
        somebody stepped in, not graded
      </span>
    </span>
  );
}
