import { dateText, oddsText, passText } from '@dqs/core/wording';
import { Empty, StateShape } from '@dqs/reports/components';
import type { GradedRow, TodayPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { ROW } from '../../parts/row.js';
import { SeriesLink } from '../../parts/series-link.js';
import { Twins } from '../../parts/twins.js';

/** Rows that stand here; the rest is behind the link. */
const SHOWN = 8;

const STATES: Readonly<Record<GradedRow['outcome'], Parameters<typeof StateShape>[0]['state']>> = {
  right: 'ok',
  wrong: 'watch',
  missed: 'failing',
  fixed: 'intervened',
  waiting: 'unknown',
};

/** What was said of yesterday against what came. */
export function Graded({ page }: { readonly page: TodayPage }) {
  const { yesterday, graded, day } = page;
  const shared = useSharedQuery();
  const figures: readonly (readonly [string, number])[] = [
    ['right', yesterday.right],
    ['false', yesterday.wrong],
    ['missed', yesterday.missed],
    ['fixed', yesterday.fixed],
    ['waiting', yesterday.waiting],
  ];
  return (
    <section className="card" id="graded">
      <header>
        <h2>Yesterday graded</h2>
        <p>{dateText(day - 1, day)}, what we said against what came</p>
      </header>
      {graded.length === 0 ? (
        <Empty
          title="Nothing missed, and nothing was said to"
          why="Warnings and missed days of yesterday stand here."
        />
      ) : (
        <>
          <dl className="figs flat">
            {figures.map(([word, count]) => (
              <div className="fig" key={word}>
                <dd className="value">{count}</dd>
                <dt>{word}</dt>
              </div>
            ))}
          </dl>
          <ul className="rows">
            {graded.slice(0, SHOWN).map((row) => (
              <li key={row.id} {...ROW}>
                <StateShape state={STATES[row.outcome]} />
                <span className="grow">
                  <SeriesLink row={row} />
                </span>
                <span className="end">{saidText(row)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <footer>
        <Link href={`/quality${shared}`}>
          {graded.length > SHOWN ? `${graded.length - SHOWN} more, and the record of 28 days` : 'The record of 28 days'}
        </Link>
        <Twins path="/today" table="graded" />
      </footer>
    </section>
  );
}

function saidText({ odds, came, outcome }: GradedRow): string {
  const said = odds === null ? 'nothing said' : `said ${oddsText(odds)}`;
  if (came === null) return outcome === 'waiting' ? `${said}, waits` : said;
  return `${said}, came ${passText(came)}`;
}
