import type { QualityPage } from '@dqs/runtime/pages';

import { wholeText } from '../../parts/figure-text.js';

/** What stands beside the figures and is not in them, or in them though it is special. */
export function LeftOutCard({ page: { plumbing, backfill } }: { readonly page: QualityPage }) {
  const { ungraded, intervened, coldStarts, corrections } = plumbing;
  const rows: readonly (readonly [string, number])[] = [
    ['Issued after the first result, so not live', backfill],
    ['No executions, so ungraded', ungraded],
    ['Intervened: a person acted in time', intervened],
    ['Cold start: pooled forecast only (in the figures)', coldStarts],
    ['Graded again after a correction (in the figures)', corrections],
  ];
  return (
    <section className="card" id="left-out">
      <header>
        <h2>What these figures leave out</h2>
      </header>
      <ul className="rows">
        {rows.map(([what, count]) => (
          <li key={what}>
            <span className="grow" title={what}>
              {what}
            </span>
            <span className="end">{wholeText(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
