/** @jsxRuntime automatic */
import { useContext, useId, type ReactNode } from 'react';

import { ChartActions } from './chart-actions.js';

/** What every chart has around it. */
export interface ChartCardProps {
  readonly title: string;
  readonly note?: string;
  /** The values that are drawn, as a table. */
  readonly table: ReactNode;
  /** The line above the drawing that reads its values. */
  readonly readout?: ReactNode;
  /** What else there is to say of the values, below drawing and table. */
  readonly below?: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** The drawing. */
  readonly children: ReactNode;
}

/** A chart in its card, with the choice of *Chart | Table*. */
export function ChartCard({ title, note, table, readout, below, footer, wide, children }: ChartCardProps) {
  const actions = useContext(ChartActions);
  return (
    <section className={`card chart${wide ? ' wide' : ''}`}>
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        <div className="tools">
          <ViewChoice title={title} />
          {actions?.(title)}
        </div>
      </header>
      {readout}
      <div className="drawing">{children}</div>
      <div className="values">{table}</div>
      {below === undefined ? null : <div className="below">{below}</div>}
      {footer === undefined ? null : <footer>{footer}</footer>}
    </section>
  );
}

/** Chart or table; style alone follows the choice. */
function ViewChoice({ title }: { readonly title: string }) {
  const name = useId();
  return (
    <div className="seg" role="radiogroup" aria-label={`Show ${title} as`}>
      {(['chart', 'table'] as const).map((view) => (
        <label key={view}>
          <input type="radio" name={name} value={view} defaultChecked={view === 'chart'} />
          {view === 'chart' ? 'Chart' : 'Table'}
        </label>
      ))}
    </div>
  );
}
