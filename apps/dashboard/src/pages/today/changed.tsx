import { Empty } from '@dqs/reports/components';
import type { ChangedRow, TodayPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { ROW } from '../../parts/row.js';
import { seriesPath } from '../../parts/series-link.js';

/** What is not as it was yesterday. */
export function Changed({ page: { changed } }: { readonly page: TodayPage }) {
  return (
    <section className="card" id="changed">
      <header>
        <h2>New, silent, changed</h2>
        <p>since yesterday</p>
      </header>
      {changed.length === 0 ? (
        <Empty title="Nothing is new" why="Series that are new or silent, another model and silences stand here." />
      ) : (
        <ul className="rows">
          {changed.map((row, i) => (
            <li key={i} {...ROW}>
              <span className="tag kind">{row.kind}</span>
              <span className="grow">
                <What row={row} />
              </span>
              <span className="end">{row.text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function What({ row: { what, series } }: { readonly row: ChangedRow }) {
  const shared = useSharedQuery();
  if (series === null) return <span title={what}>{what}</span>;
  return (
    <Link className="plain" href={seriesPath(series) + shared} title={what}>
      {what}
    </Link>
  );
}
