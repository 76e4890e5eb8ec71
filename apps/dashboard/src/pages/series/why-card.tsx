import { passText, targetText } from '@dqs/core/wording';
import { DataTable, Empty } from '@dqs/reports/components';
import type { SeriesPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useConnection } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';
import { textOf, useExplanation, waterfall, type Explained } from './explained.js';

/** Why the next forecast is what it is: by its model where that still says it, else what the results alone tell. */
export function WhyCard({ page }: { readonly page: SeriesPage }) {
  const said = page.days.find(({ day }) => day === page.series.next?.day)?.said ?? undefined;
  const { data } = useExplanation(page.isNow ? said?.id : undefined);
  if (said === undefined || data?.expected == null) return <Reasons page={page} why={data?.unexplained ?? null} />;
  return <Waterfall page={page} explained={data} expected={said.expected} />;
}

function Reasons({ page: { reasons, isNow }, why }: { readonly page: SeriesPage; readonly why: string | null }) {
  const { isOffline } = useConnection();
  return (
    <section className="card">
      <header>
        <h2>Why</h2>
        <p>what its results tell</p>
      </header>
      {reasons.length === 0 ? (
        <Empty
          title="Nothing in its results stands out"
          why="It has met its target lately, on every day of the week."
        />
      ) : (
        <ol className="why pad">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ol>
      )}
      {why !== null || !isNow || isOffline ? (
        <footer>
          <span>Not explained by its model: {why ?? 'a past time is told from its results'}.</span>
        </footer>
      ) : null}
    </section>
  );
}

interface WaterfallProps {
  readonly page: SeriesPage;
  readonly explained: Explained;
  readonly expected: number;
}

function Waterfall({ page, explained, expected }: WaterfallProps) {
  const [isAll, setAll] = useState(false);
  const [ref, width] = useWidth<HTMLDivElement>();
  const { base, parts } = explained.expected!;
  const steps = waterfall(explained);
  const rows = [
    ['usual level', passText(base)],
    ...steps.map(({ text, points }) => [text, pointsText(points)]),
    ['expected', passText(expected)],
  ];
  const columns = [
    { title: 'Part', kind: 'why' as const },
    { title: 'Points', kind: 'number' as const },
  ];
  return (
    <>
      <DrawingCard
        title="Why"
        note="points, from the usual level"
        table={<DataTable label="Values of: why" columns={columns} rows={rows} />}
        footer={
          <>
            <span>The parts add up to the expected value.</span>
            <button type="button" className="link" onClick={() => setAll(true)}>
              All {parts.length}
            </button>
          </>
        }
      >
        <div ref={ref}>
          {width === 0 ? null : (
            <Steps width={width} base={base} steps={steps} expected={expected} target={page.series.target} />
          )}
        </div>
      </DrawingCard>
      {isAll ? (
        <Dialog title="Why" note={`all ${parts.length} parts, greatest first`} onClose={() => setAll(false)} wide>
          <DataTable
            label="All parts"
            columns={columns}
            rows={parts.map((part) => [textOf(part), pointsText(part.points)])}
          />
        </Dialog>
      ) : null}
    </>
  );
}

/** `−3.2`, with a true minus and always its sign. */
function pointsText(points: number): string {
  const text = Math.abs(points).toFixed(1);
  return text === '0.0' ? text : `${points < 0 ? '−' : '+'}${text}`;
}

const HIGH = 26;
const VALUES = 46;

interface StepsProps {
  readonly width: number;
  readonly base: number;
  readonly steps: ReturnType<typeof waterfall>;
  readonly expected: number;
  readonly target: number;
}

function Steps({ width, base, steps, expected, target }: StepsProps) {
  const longest = Math.max(...steps.map(({ text }) => text.length), 12);
  const words = Math.min(230, width * 0.54, 14 + 6.1 * longest);
  const levels = steps.reduce<number[]>((all, { points }) => [...all, all.at(-1)! + points], [base]);
  const [low, high] = [Math.min(...levels, target) - 0.6, Math.max(...levels, target) + 0.6];
  const x = (value: number) => words + ((value - low) / (high - low)) * (width - words - VALUES - 6);
  const end = (steps.length + 2) * HIGH;
  const label = `from the usual level ${passText(base)} to ${passText(expected)}: ${steps.map(({ text, points }) => `${text} ${pointsText(points)}`).join(', ')}`;
  return (
    <svg width={width} height={end + 14} viewBox={`0 0 ${width} ${end + 14}`} role="img" aria-label={label}>
      <line className="target" x1={x(target)} x2={x(target)} y1={2} y2={end - 2} />
      <Total {...{ width, x }} text="usual level" value={base} row={0} look="dot" />
      {steps.map(({ text, points }, i) => {
        const [from, to, y] = [x(levels[i]!), x(levels[i + 1]!), (i + 1) * HIGH + HIGH / 2];
        const most = Math.floor(words / 6.1) - 1;
        return (
          <g key={text}>
            <title>{text}</title>
            <text className="lab" x={0} y={y + 4}>
              {text.length > most ? `${text.slice(0, most)}…` : text}
            </text>
            <line className="linkline" x1={from} x2={from} y1={y - HIGH + 5} y2={y + 5} />
            <rect
              className={points < 0 ? 'neg' : 'pos'}
              x={Math.min(from, to)}
              y={y - 5}
              width={Math.max(1.5, Math.abs(to - from))}
              height={10}
              rx={1}
            />
            <text className="lab num" x={width} y={y + 4} textAnchor="end">
              {pointsText(points)}
            </text>
          </g>
        );
      })}
      <line
        className="linkline"
        x1={x(levels.at(-1)!)}
        x2={x(levels.at(-1)!)}
        y1={end - HIGH * 1.5 + 5}
        y2={end - HIGH + 9}
      />
      <Total {...{ width, x }} text="expected" value={expected} row={steps.length + 1} look="fdot" />
      <text className="tick" x={x(target)} y={end + 10} textAnchor="middle">
        target {targetText(target)}
      </text>
    </svg>
  );
}

interface TotalProps {
  readonly width: number;
  readonly x: (value: number) => number;
  readonly text: string;
  readonly value: number;
  readonly row: number;
  readonly look: string;
}

/** Where the steps begin, or end. */
function Total({ width, x, text, value, row, look }: TotalProps) {
  const y = row * HIGH;
  return (
    <g>
      <text className="lab lt" x={0} y={y + 17}>
        {text}
      </text>
      <circle className={look} cx={x(value)} cy={y + HIGH / 2} r={4} />
      <text className="lab lt" x={width} y={y + 17} textAnchor="end">
        {passText(value)}
      </text>
    </g>
  );
}
