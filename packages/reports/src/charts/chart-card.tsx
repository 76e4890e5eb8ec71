/** @jsxRuntime automatic */
import { useId, type ReactNode } from 'react';

/** What every chart has around it. */
export interface ChartCardProps {
  readonly title: string;
  readonly note?: string;
  /** The values that are drawn, as a table. */
  readonly table: ReactNode;
  /** The line above the drawing that reads its values. */
  readonly readout?: ReactNode;
  readonly footer?: string;
  readonly wide?: boolean;
  /** The drawing. */
  readonly children: ReactNode;
}

/** A chart in its card, with the choice of *Chart | Table*. */
export function ChartCard({ title, note, table, readout, footer, wide, children }: ChartCardProps) {
  return (
    <section className={`card chart${wide ? ' wide' : ''}`}>
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        <ViewChoice title={title} />
      </header>
      {readout}
      <div className="drawing">{children}</div>
      <div className="values">{table}</div>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </section>
  );
}

/** Chart or table; style alone follows the choice. */
function ViewChoice({ title }: { readonly title: string }) {
  const name = useId();
  return (
    <div className="seg right" role="radiogroup" aria-label={`Show ${title} as`}>
      {(['chart', 'table'] as const).map((view) => (
        <label key={view}>
          <input type="radio" name={name} value={view} defaultChecked={view === 'chart'} />
          {view === 'chart' ? 'Chart' : 'Table'}
        </label>
      ))}
    </div>
  );
}
