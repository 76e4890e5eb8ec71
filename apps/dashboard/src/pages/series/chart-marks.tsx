import type { ChartMark, SeriesPage } from '@dqs/runtime/pages';

import type { ChartScale } from './chart-scale.js';

const LETTERS = { model: 'M', target: 'R', incident: 'I', said: 'F', silence: '', window: '' } as const;
const ROW = 18;
/** Of a letter of a mark's words, pixels. */
const LETTER = 6;

/** A mark with the row of the lane that it stands in. */
export interface PlacedMark extends ChartMark {
  readonly row: number;
  readonly first: number;
  readonly last: number;
  /** Whether its words stand left of it. */
  readonly isLeft: boolean;
}

/** Marks of the days that are shown, in rows in which none covers another. */
export function placedMarks(page: SeriesPage, width: number, days: SeriesPage['days']): readonly PlacedMark[] {
  const [start, end] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const step = Math.max(1, width - 130) / Math.max(1, days.length);
  const rows: number[] = [];
  return page.marks
    .filter(({ day, to }) => (to ?? day) >= start && day <= end)
    .map((mark) => {
      const [first, last] = [Math.max(start, mark.day) - start, Math.min(end, mark.to ?? mark.day) - start];
      const words = mark.label.length * LETTER + 24;
      const isLeft = !isSpan(mark) && first * step + words > days.length * step;
      const [from, to] = isSpan(mark)
        ? [first * step, Math.max((last + 1) * step, first * step + words)]
        : isLeft
          ? [first * step - words, first * step + 10]
          : [first * step - 10, first * step + words];
      let row = rows.findIndex((taken) => taken <= from);
      if (row < 0) row = rows.length;
      rows[row] = to;
      return { ...mark, row, first, last, isLeft };
    });
}

function isSpan({ kind }: ChartMark): boolean {
  return kind === 'silence' || kind === 'window';
}

/** Lettered boxes with dotted lines down, and spans with their word. On a phone the letter stands alone. */
export function Marks({ marks, scale }: { readonly marks: readonly PlacedMark[]; readonly scale: ChartScale }) {
  return marks.map((mark) => (
    <Mark mark={mark} scale={scale} key={`${mark.kind} ${mark.day} ${mark.ref ?? mark.label}`} />
  ));
}

function Mark({ mark, scale }: { readonly mark: PlacedMark; readonly scale: ChartScale }) {
  const { x, step, bottom, isSmall } = scale;
  const y = 14 + mark.row * ROW;
  const kind = mark.kind === 'window' ? 'silence' : mark.kind;
  if (isSpan(mark)) {
    const [from, to] = [x(mark.first), x(mark.last + 1)];
    const isWide = to - from > mark.label.length * LETTER + 8;
    return (
      <g>
        <title>{mark.text}</title>
        <rect className={`span ${kind}`} x={from} y={y - 8} width={Math.max(3, to - from)} height={14} rx={3} />
        {isSmall ? null : (
          <text className={`marktext ${kind}`} x={isWide ? from + 5 : to + 5} y={y + 3}>
            {mark.label}
          </text>
        )}
      </g>
    );
  }
  const middle = x(mark.first) + step / 2;
  return (
    <g>
      <title>{mark.text}</title>
      <line className={`markline ${kind}`} x1={middle} x2={middle} y1={y + 7} y2={bottom} />
      <rect className={`markbox ${kind}`} x={middle - 7} y={y - 8} width={14} height={14} rx={3} />
      <text className="markletter" x={middle} y={y + 3} textAnchor="middle">
        {LETTERS[mark.kind]}
      </text>
      {isSmall ? null : (
        <text
          className={`marktext ${kind}`}
          x={mark.isLeft ? middle - 11 : middle + 11}
          y={y + 3}
          textAnchor={mark.isLeft ? 'end' : 'start'}
        >
          {mark.label}
        </text>
      )}
    </g>
  );
}
