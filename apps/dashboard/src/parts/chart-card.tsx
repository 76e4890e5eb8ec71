import { useId, type ReactNode } from 'react';

import { ChartExport } from './chart-export.js';

/** What a chart stands in. */
export interface ChartCardProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** The values of the day that is read, above the drawing. */
  readonly readout?: ReactNode;
  /** All values that are drawn. */
  readonly table: ReactNode;
  /** Further choices, before Chart | Table. */
  readonly choices?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A chart as a card: a drawing, a table of the same values, and both as files. `t` turns from one to the other. */
export function DrawingCard({ title, note, readout, table, choices, footer, children }: ChartCardProps) {
  const name = useId();
  return (
    <section className="card chart">
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        <div className="right">
          {choices}
          <div className="seg no-phone" role="radiogroup" aria-label={`${title} as`}>
            <label>
              <input type="radio" name={name} value="chart" defaultChecked />
              Chart
            </label>
            <label>
              <input type="radio" name={name} value="table" />
              Table
            </label>
          </div>
          <ChartExport title={title} />
        </div>
      </header>
      {readout}
      <div className="drawing pad">{children}</div>
      <div className="values">{table}</div>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </section>
  );
}
