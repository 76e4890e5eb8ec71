import { countText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';
import type { IncidentPage, IncidentToldRow } from '@dqs/runtime/pages';

import { Twins } from '../../parts/twins.js';
import { whenText } from '../../parts/when.js';
import { incidentPath } from '../../parts/incident-link.js';

/** Who was told, and whether it reached them. */
export function Told({ page }: { readonly page: IncidentPage }) {
  const { told, id } = page;
  return (
    <section className="card">
      <header>
        <h2>Who was told</h2>
        <div className="right">
          <Twins path={incidentPath(id)} table="told" />
        </div>
      </header>
      {told.length === 0 ? (
        <p className="pad soft">Nobody yet: what one load breaks is gathered for a while, or it is kept quiet.</p>
      ) : (
        <ul className="rows wrapli">
          {told.map((row) => (
            <li key={row.receiver} title={row.next?.why ?? undefined}>
              <StateShape state={stateOf(row)} />
              <span className="grow">
                {row.channel === null ? '' : `${row.channel} `}
                {row.receiver}
              </span>
              <span className="end">{wordsOf(row, page)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function stateOf({ dead, waiting, next, digest }: IncidentToldRow) {
  if (dead > 0) return 'failing' as const;
  if (digest !== null) return 'suppressed' as const;
  return waiting > 0 && (next?.attempts ?? 0) > 0 ? ('watch' as const) : ('ok' as const);
}

function wordsOf(row: IncidentToldRow, { timeZone, knownAt }: IncidentPage): string {
  const { sent, updates, waiting, dead, next, digest } = row;
  if (digest !== null) return digest === row.receiver ? 'in its next edition' : `in the digest ${digest}`;
  if (dead > 0) return `${countText(dead, 'message')} given up`;
  if (waiting > 0 && next !== null && next.attempts > 0) {
    return `failing, try ${next.attempts + 1} at ${whenText(next.dueAt, timeZone, knownAt)}`;
  }
  if (waiting > 0) return 'on its way';
  return updates > 0
    ? `delivered, updated ${countText(updates, 'time')}`
    : `delivered${sent > 1 ? ` ${sent} times` : ''}`;
}
