import { passText, targetText } from '@dqs/core/wording';
import { Empty, StateShape } from '@dqs/reports/components';
import type { LikelyRow, TodayPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { axisFrom, Interval, IntervalAxis } from '../../marks/interval.js';
import { Odds } from '../../marks/odds.js';
import { Choice } from '../../parts/choice.js';
import { ROW } from '../../parts/row.js';
import { SeriesLink } from '../../parts/series-link.js';
import { Twins } from '../../parts/twins.js';

const ORDERS = { cost: 'By cost', odds: 'By odds', team: 'By team' } as const;
type Order = keyof typeof ORDERS;

/** Series that will probably miss their target today. */
export function Likely({ page }: { readonly page: TodayPage }) {
  const [order = 'cost', setOrder] = useParam('order');
  const { likely, likelyCount, failingCount, newlyCount, record } = page;
  const by: Order = Object.hasOwn(ORDERS, order) ? (order as Order) : 'cost';
  return (
    <section className="card flow" id="likely">
      <header>
        <h2>Likely to fail today</h2>
        <p>
          odds of 60&nbsp;% or more: {failingCount} failing already, {newlyCount} new
        </p>
        <div className="right">
          <Choice
            label="Order"
            value={by}
            choices={ORDERS}
            onChoose={(next) => setOrder(next === 'cost' ? undefined : next)}
          />
        </div>
      </header>
      {likely.length === 0 ? (
        <NothingLikely page={page} />
      ) : (
        <LikelyTable rows={sorted(likely, by)} by={by} record={record} />
      )}
      <footer>
        <Legend />
        <span>
          {likelyCount > likely.length ? <More count={likelyCount - likely.length} /> : null}
          Ranges hold whole executions: with few of them an 80&nbsp;% range contains more than 80&nbsp;%.
        </span>
        <Twins path="/today" table="likely" />
      </footer>
    </section>
  );
}

function NothingLikely({ page: { series } }: { readonly page: TodayPage }) {
  return series === 0 ? (
    <Empty
      title="No series can be forecast yet"
      why="Results come in by the API, the inbox or the command line; a forecast needs 28 days of them."
      command="dqs import dbt target/"
    />
  ) : (
    <Empty
      title="Nothing is expected below target"
      why={`${series} series; those that are watched are on the page of series.`}
    />
  );
}

function More({ count }: { readonly count: number }) {
  const shared = useSharedQuery();
  return (
    <>
      <Link href={`/series?filter=${encodeURIComponent('min_p:60')}${shared.replace('?', '&')}`}>{count} more</Link>
      .{' '}
    </>
  );
}

function sorted(rows: readonly LikelyRow[], by: Order): readonly LikelyRow[] {
  if (by === 'cost') return rows;
  const byOdds = [...rows].sort((a, b) => b.next!.odds - a.next!.odds);
  if (by === 'odds') return byOdds;
  return byOdds.sort((a, b) => (a.owner ?? '\uffff').localeCompare(b.owner ?? '\uffff'));
}

function LikelyTable({
  rows,
  by,
  record,
}: {
  readonly rows: readonly LikelyRow[];
  readonly by: Order;
  readonly record: TodayPage['record'];
}) {
  const from = axisFrom(rows.map(({ next }) => next));
  return (
    <div className="scrollx2">
      <table className="t stack">
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col" className={by === 'odds' ? 'down' : undefined}>
              Odds below target
            </th>
            <th scope="col" className="iv" aria-label="Range">
              <IntervalAxis from={from} />
            </th>
            <th scope="col" className="r">
              Expected
            </th>
            <th scope="col">First reason</th>
            <th scope="col">Page</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <LikelyCells
              key={row.id}
              row={row}
              from={from}
              record={record}
              group={by === 'team' && row.owner !== rows[i - 1]?.owner ? (row.owner ?? 'No owner') : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LikelyCellsProps {
  readonly row: LikelyRow;
  readonly from: number;
  readonly record: TodayPage['record'];
  /** The heading of a group that begins with this row. */
  readonly group: string | undefined;
}

function LikelyCells({ row, from, record, group }: LikelyCellsProps) {
  const { state, owner, target, next, reason, earned, isNew } = row;
  return (
    <>
      {group === undefined ? null : (
        <tr className="group">
          <th scope="rowgroup" colSpan={6}>
            {group}
          </th>
        </tr>
      )}
      <tr {...ROW}>
        <td className="two lk1 nm">
          <StateShape state={state} />
          <SeriesLink row={row} />
          <small>
            {owner ?? 'No owner'} · target {targetText(target)}
            {isNew ? ' · new' : ''}
          </small>
        </td>
        <td className="od">
          <Odds odds={next!.odds} record={record} />
        </td>
        <td className="iv">
          <Interval next={next!} target={target} from={from} />
        </td>
        <td className="num two rg">
          {passText(next!.expected)}
          <small>
            {Math.floor(next!.lower80)}–{Math.ceil(next!.upper80)}
          </small>
        </td>
        <td className="clamp wide" title={reason ?? undefined}>
          <span>{reason ?? 'by its model'}</span>
        </td>
        <td className="no-phone">
          {earned.isEarned ? (
            <span className="tag solid">earned</span>
          ) : (
            <span className="tag" title={`Evidence so far: e = ${earned.e.toPrecision(2)} of 20`}>
              not yet
            </span>
          )}
        </td>
      </tr>
    </>
  );
}

/** What the marks of a row mean. */
function Legend() {
  return (
    <span className="legend">
      <span>
        <svg width="26" height="12" aria-hidden="true">
          <rect className="b95" width="26" height="12" />
          <rect className="b80" x="5" width="15" height="12" />
          <line className="median" x1="12" x2="12" y1="0" y2="12" />
        </svg>
        median, 80 and 95&nbsp;% range
      </span>
      <span>
        <svg width="8" height="12" aria-hidden="true">
          <line className="target" x1="4" x2="4" y1="0" y2="12" />
        </svg>
        target
      </span>
      <span>
        <svg width="10" height="12" aria-hidden="true">
          <circle className="naivering" cx="5" cy="6" r="2.75" />
        </svg>
        naive
      </span>
      <span>
        <svg width="26" height="10" aria-hidden="true">
          <path className="rec" d="M1 3V7M1 5H25M25 3V7" />
          <circle className="recdot" cx="13" cy="5" r="2" />
        </svg>
        how often such odds came true
      </span>
    </span>
  );
}
