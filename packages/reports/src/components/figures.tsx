/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** A key figure with what it is to be compared with. */
export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  /** What stands beside it: the naive forecast's, an interval, the number of days. */
  readonly beside: string;
}

/** The key figures of a page, in one row where the width allows. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="figs">
      {figures.map(({ label, value, beside }) => (
        <div className="fig" key={label}>
          <dt>{label}</dt>
          <dd className="value">{value}</dd>
          <dd className="beside">{beside}</dd>
        </div>
      ))}
    </dl>
  );
}
