/** @jsxRuntime automatic */
import { useState, type PointerEvent, type ReactNode } from 'react';

import { DataTable } from '../components/data-table.js';
import type { ValuesTable } from './data/values-table.js';
import { ChartCard, type ChartCardProps } from './chart-card.js';

/** What a drawing shows of the place that the reader is at, and how it tells of another one. */
export interface Reading {
  /** Row of the table that the readout shows. */
  readonly at: number;
  /** Called with the row under the pointer. */
  readonly onRead: (row: number) => void;
  /** The control that the arrow keys move; belongs over the drawing. */
  readonly scrub: ReactNode;
}

/** Reads the row of the mark under the pointer, which its `data-row` names; elsewhere the last one stays. */
export function markReader(onRead: Reading['onRead']): (event: PointerEvent<SVGSVGElement>) => void {
  return ({ target }) => {
    const row = (target as SVGElement).dataset['row'];
    if (row !== undefined) onRead(Number(row));
  };
}

/** What a chart with a readout is made of. */
export interface ChartFigureProps extends Omit<ChartCardProps, 'table' | 'readout' | 'children'> {
  /** The values that are drawn, a row for each place. */
  readonly table: ValuesTable;
  /** Mark of each column after the first, as in the drawing; "" for one without. */
  readonly keys: readonly string[];
  /** Behind each number of the readout. */
  readonly unit?: string;
  /** What else the readout explains. */
  readonly legend?: ReactNode;
  /** Row that is read first; the last where left out. */
  readonly start?: number;
  readonly children: (reading: Reading) => ReactNode;
}

/**
 * A chart with a readout: above the drawing stand the values of the place under the pointer or the arrow keys, so that
 * nothing covers the data. The readout is a row of the table.
 */
export function ChartFigure({ table, keys, unit = '', legend, start, children, ...figure }: ChartFigureProps) {
  const [at, onRead] = useState(start ?? Math.max(0, table.rows.length - 1));
  return (
    <ChartCard
      {...figure}
      table={<DataTable label={`Values of: ${figure.title}`} {...table} />}
      readout={<Readout {...{ table, keys, unit, legend, at }} />}
    >
      {children({ at, onRead, scrub: <Scrub table={table} at={at} onRead={onRead} /> })}
    </ChartCard>
  );
}

interface ReadoutProps extends Pick<ChartFigureProps, 'table' | 'keys' | 'legend'> {
  readonly unit: string;
  readonly at: number;
}

function Readout({ table: { columns, rows }, keys, unit, legend, at }: ReadoutProps) {
  const row = rows[at];
  if (!row) return null;
  const place = columns[0]!.title;
  return (
    <div className="readout">
      <b className="at">
        {place === 'day' ? '' : `${place} `}
        <span data-cell={0}>{row[0]}</span>
      </b>
      {keys.map((key, i) => (
        <span key={i}>
          {key === '' ? null : <i className={`key ${key}`} />}
          {columns[i + 1]!.title}
          <b>
            <span data-cell={i + 1}>{row[i + 1]}</span>
            {unit === '' ? '' : `\u00a0${unit}`}
          </b>
        </span>
      ))}
      {legend}
    </div>
  );
}

interface ScrubProps {
  readonly table: ValuesTable;
  readonly at: number;
  readonly onRead: (row: number) => void;
}

function Scrub({ table: { columns, rows }, at, onRead }: ScrubProps) {
  return (
    <input
      className="scrub"
      type="range"
      min={0}
      max={Math.max(0, rows.length - 1)}
      value={at}
      aria-label={`Read the values of a ${columns[0]!.title}`}
      aria-valuetext={readingText(columns, rows[at])}
      onChange={({ currentTarget }) => onRead(Number(currentTarget.value))}
    />
  );
}

/** A row in words; the script of a page says the same. */
function readingText(columns: ValuesTable['columns'], row: readonly string[] = []): string {
  return row.map((cell, i) => (i === 0 ? cell : `${columns[i]!.title} ${cell}`)).join(', ');
}
