import { Empty, StateShape } from '@dqs/reports/components';
import type { AuditPage, AuditRow } from '@dqs/runtime/pages';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';

import { useConnection } from '../../data/page-context.js';
import { useTwinPath } from '../../data/use-page.js';
import { Problem } from '../../frame/problem.js';
import { Twins } from '../../parts/twins.js';
import { dayText } from './words.js';

/** Entries that stand here; the rest is in the table. */
const SHOWN = 12;

/** Who did what of late. It is read once for each visit: reading it is an entry. */
export function Audit() {
  const connection = useConnection();
  const url = useTwinPath('/system/audit');
  const { data, error, refetch, isFetching } = useQuery({
    // Not among the pages that are asked for again by themselves.
    queryKey: ['audit', url],
    queryFn: ({ signal }) => connection.get(url, signal) as Promise<AuditPage>,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    enabled: !connection.isOffline,
  });
  if (connection.isOffline) return null;
  return (
    <section className="card" id="audit">
      <header>
        <h2>Audit</h2>
        <p>latest; reading it is an entry too</p>
      </header>
      {error ? <Problem error={error} what="The audit log could not be read." /> : null}
      {data === undefined ? null : data.entries.length === 0 ? (
        <Empty title="Nothing has been done" why="Whoever changes something stands here." />
      ) : (
        <Entries page={data} />
      )}
      <footer>
        <button type="button" className="link" disabled={isFetching} onClick={() => void refetch()}>
          Read again
        </button>
        <Twins path="/system/audit" />
      </footer>
    </section>
  );
}

function Entries({ page: { entries, knownAt, timeZone } }: { readonly page: AuditPage }) {
  const shown = repeated(entries).slice(0, SHOWN);
  const days = shown.map(({ at }) => dayText(at, timeZone));
  const today = dayText(knownAt, timeZone);
  return (
    <ol className="log">
      {shown.map(({ times, ...entry }, i) => (
        <Fragment key={entry.number}>
          {days[i] === days[i - 1] ? null : <li className="dayh">{days[i] === today ? 'Today' : days[i]}</li>}
          <Entry
            entry={entry}
            times={times}
            timeZone={timeZone}
            isLast={i === shown.length - 1 || days[i] !== days[i + 1]}
          />
        </Fragment>
      ))}
    </ol>
  );
}

/** What somebody did again and again stands once, with the last time and how often. */
function repeated(entries: readonly AuditRow[]): readonly (AuditRow & { readonly times: number })[] {
  const shown: (AuditRow & { times: number })[] = [];
  for (const entry of entries) {
    const last = shown.at(-1);
    if (last !== undefined && whatOf(last) === whatOf(entry)) last.times += 1;
    else shown.push({ ...entry, times: 1 });
  }
  return shown;
}

function whatOf({ actor, action, outcome, targets, reason }: AuditRow): string {
  return JSON.stringify([actor, action, outcome, targets, reason]);
}

interface EntryProps {
  readonly entry: AuditRow;
  readonly times: number;
  readonly timeZone: string;
  readonly isLast: boolean;
}

function Entry({ entry, times, timeZone, isLast }: EntryProps) {
  const { at, actor, onBehalfOf, action, outcome, targets, reason } = entry;
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(at);
  const what = [action, targets.map(({ id }) => id).join(', ')].filter((part) => part !== '').join(' ');
  const isBad = outcome === 'denied' || outcome === 'failed';
  return (
    <li className={isLast ? 'ev last' : 'ev'}>
      <time dateTime={new Date(at).toISOString()}>{clock}</time>
      {isBad ? <StateShape state={outcome === 'denied' ? 'suppressed' : 'failing'} /> : <span className="node" />}
      <div>
        <p>
          <b>{actor}</b>
          {onBehalfOf === null ? '' : ` for ${onBehalfOf}`}
        </p>
        <p className="small soft wrap">
          {outcome === 'done' ? '' : `${outcome}: `}
          {what}
          {reason === null ? '' : `, because ${reason}`}
          {times > 1 ? ` (${times} times)` : ''}
        </p>
      </div>
    </li>
  );
}
