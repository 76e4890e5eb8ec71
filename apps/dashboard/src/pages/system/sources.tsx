import { countText } from '@dqs/core/wording';
import { Empty, State } from '@dqs/reports/components';
import type { SourceRow, SystemPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { Arrival, clockOf, clockText } from '../../marks/arrival.js';
import { Strip } from '../../marks/small.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';

/** When each source usually arrives, how today stands, and how late it was on 30 days. */
export function Sources({ page }: { readonly page: SystemPage }) {
  const { sources, nowMinute } = page;
  const clock = clockOf(sources, nowMinute);
  return (
    <section className="card flow" id="sources">
      <header>
        <h2>Sources</h2>
        <p>usual arrival, today, and 30 days of lateness</p>
        <div className="right">
          <Twins path="/system" table="sources" />
        </div>
      </header>
      {sources.length === 0 ? (
        <Empty
          title="No source has delivered"
          why="The first results come in by the API, the inbox or the command line."
          command="dqs ingest --store store results.csv"
        />
      ) : (
        <div className="scrollx2" role="region" aria-label="Sources" tabIndex={0}>
          <table className="t stack">
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col" className="r no-phone">
                  Series
                </th>
                <th scope="col" className="r no-phone">
                  Usual
                </th>
                <th scope="col" className="r no-phone">
                  95 / 99 %
                </th>
                <th scope="col" className="no-phone">
                  Today
                </th>
                <th scope="col">State</th>
                <th scope="col" className="no-phone">
                  30 days
                </th>
                <th scope="col" className="r no-phone">
                  Corrections
                </th>
              </tr>
            </thead>
            <tbody>
              {sources.map((row) => (
                <tr key={row.source} {...ROW}>
                  <Cells row={row} now={nowMinute} clock={clock} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface CellsProps {
  readonly row: SourceRow;
  readonly now: number;
  readonly clock: readonly [number, number];
}

const TODAY_WIDTH = 164;
const STRIP_WIDTH = 96;

function Cells({ row, now, clock }: CellsProps) {
  const shared = useSharedQuery();
  const narrowed = new URLSearchParams(shared);
  narrowed.set('source', row.source);
  return (
    <>
      <td className="name">
        <Link className="plain" href={`/series?${narrowed.toString()}`} title={row.source}>
          {row.source}
        </Link>
      </td>
      <td className="num no-phone">{row.series}</td>
      <td className="num no-phone">{clockOrNone(row.usual)}</td>
      <td className="num no-phone soft">
        {clockOrNone(row.by95)} / {clockOrNone(row.by99)}
      </td>
      <td className="no-phone">
        <Arrival row={row} now={now} clock={clock} width={TODAY_WIDTH} />
      </td>
      <td className="nw">
        <Standing row={row} />
      </td>
      <td className="no-phone">
        <Strip {...lateness(row)} width={STRIP_WIDTH} />
      </td>
      <td className="num no-phone">{row.corrections ?? '–'}</td>
    </>
  );
}

function clockOrNone(minute: number | null): string {
  return minute === null ? '–' : clockText(minute);
}

/** How a source stands today. */
export function Standing({ row: { state, arrived, by95, usual } }: { readonly row: SourceRow }) {
  if (state === 'silent') return <State state="unknown" word="silent" />;
  if (arrived !== null) {
    return state === 'late' ? (
      <State state="watch" word={`late, ${clockText(arrived)}`} />
    ) : (
      <State state="ok" word={`in, ${clockText(arrived)}`} />
    );
  }
  if (state === 'late') return <State state="watch" word="late" />;
  const due = by95 ?? usual;
  return <span className="faint">{due === null ? 'too few days to tell' : `due by ${clockText(due)}`}</span>;
}

/** A day that came at its usual time still shows. */
const LEAST_TALL = 0.12;

/** How late each day was: none at the usual time, full at the limit of 99 % or beyond; amber past that of 95 %. */
function lateness({ source, lags, usualLag, lag95, lag99 }: SourceRow) {
  const known = lags.filter((lag) => lag !== null);
  if (usualLag === null || lag95 === null || lag99 === null)
    return {
      values: lags.map((lag) => (lag === null ? null : LEAST_TALL)),
      limit: 1,
      label: `${source}: too few days`,
    };
  const most = Math.max(1, lag99 - usualLag);
  const shareOf = (lag: number) => Math.max(LEAST_TALL, Math.min(1, (lag - usualLag) / most));
  const limit = Math.max(LEAST_TALL, (lag95 - usualLag) / most);
  const late = known.filter((lag) => lag > lag95).length;
  const gone = lags.length - known.length;
  const label = `${source}: late on ${countText(late, 'day')} of ${lags.length}${gone > 0 ? `, no results on ${gone}` : ''}`;
  return { values: lags.map((lag) => (lag === null ? null : shareOf(lag))), limit, label };
}
