import { Empty, State } from '@dqs/reports/components';
import type { ArrivalRow, TodayPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { Arrival, ArrivalAxis, clockOf, clockText } from '../../marks/arrival.js';
import { Twins } from '../../parts/twins.js';
import { useWidth } from '../../parts/use-width.js';

/** Beside the drawing of a source stand its name and its clock. */
const [NAME, CLOCK, GAPS] = [80, 94, 20];

/** Which sources are in, which are late, which are silent. */
export function Arrived({ page }: { readonly page: TodayPage }) {
  const { arrived: rows, nowMinute } = page;
  const [element, width] = useWidth<HTMLDivElement>();
  const drawn = Math.max(40, width - NAME - CLOCK - GAPS);
  const clock = clockOf(rows, nowMinute);
  const there = rows.filter(({ arrived }) => arrived !== null).length;
  return (
    <section className="card p1" id="arrived">
      <header>
        <h2>Arrived?</h2>
        <p>
          {there} of {rows.length} sources
        </p>
      </header>
      {rows.length === 0 ? (
        <Empty
          title="No source has delivered"
          why="The first results come in by the API, the inbox or the command line."
        />
      ) : (
        <>
          <div ref={element} className="arrivals">
            {rows.map((row) => (
              <div className="arr" key={row.source}>
                <SourceName row={row} />
                <Arrival row={row} now={nowMinute} clock={clock} width={drawn} />
                <span className="w">
                  <Clock row={row} />
                </span>
              </div>
            ))}
            <div className="arr axis">
              <span />
              <ArrivalAxis clock={clock} width={drawn} />
              <span />
            </div>
          </div>
          <footer>
            <span className="legend">
              <span>
                <svg width="22" height="12" aria-hidden="true">
                  <rect className="usual" x="1" y="1" width="20" height="10" rx="2" />
                </svg>
                usual to 95&nbsp;%
              </span>
              <span>
                <svg width="8" height="14" aria-hidden="true">
                  <line className="target" x1="4" x2="4" y1="0" y2="14" />
                </svg>
                99&nbsp;%: silent from here
              </span>
            </span>
            <Twins path="/today" table="arrived" />
          </footer>
        </>
      )}
    </section>
  );
}

function SourceName({ row: { source } }: { readonly row: ArrivalRow }) {
  const shared = useSharedQuery();
  return (
    <Link className="plain grow" href={`/system${shared}`} title={source}>
      {source}
    </Link>
  );
}

function Clock({ row: { state, arrived, usual, by95 } }: { readonly row: ArrivalRow }) {
  if (state === 'silent') return <State state="unknown" word="silent" />;
  if (arrived !== null)
    return state === 'late' ? <State state="watch" word={`late ${clockText(arrived)}`} /> : <>{clockText(arrived)}</>;
  if (state === 'late') return <State state="watch" word="late" />;
  if (by95 !== null) return <>due {clockText(by95)}</>;
  return <>{usual === null ? 'too few days' : `due ${clockText(usual)}`}</>;
}
