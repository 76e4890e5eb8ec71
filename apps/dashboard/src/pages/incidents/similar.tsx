import { countText, durationText } from '@dqs/core/wording';
import type { IncidentPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { dayOfText } from '../../parts/when.js';
import { incidentPath } from '../../parts/incident-link.js';

/** What was like this before, and how it ended. */
export function Similar({ page }: { readonly page: IncidentPage }) {
  const shared = useSharedQuery();
  const { similar, timeZone, knownAt, id } = page;
  return (
    <section className="card">
      <header>
        <h2>Like this before</h2>
        <p>same root, same members</p>
        <div className="right">{similar.length === 0 ? null : <Twins path={incidentPath(id)} table="similar" />}</div>
      </header>
      {similar.length === 0 ? (
        <p className="pad soft">Nothing that is over had any of its members.</p>
      ) : (
        <ul className="rows wrapli">
          {similar.map((one) => (
            <li key={one.id} {...ROW}>
              <Link className="nw" href={incidentPath(one.id) + shared}>
                {one.id}
              </Link>
              <span className="grow" title={one.what}>
                {one.what}
                <span className="faint">
                  {' '}
                  · {one.isSameRoot ? 'same root' : countText(one.shared, 'member in common', 'members in common')}
                </span>
              </span>
              <span className="end">
                {dayOfText(one.openedAt, timeZone, knownAt)} · {one.resolution} after{' '}
                {durationText(one.endedAt - one.openedAt)}
                {one.by === null ? '' : ` · ${one.by}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
