import { dateText, oddsText, passText } from '@dqs/core/wording';
import { State } from '@dqs/reports/components';
import type { CourseDay, SeriesPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { ROW } from '../../parts/row.js';
import { seriesPath } from '../../parts/series-link.js';
import { Twins } from '../../parts/twins.js';
import { GRADE_STATES, GRADE_WORDS } from './grades.js';

/** Rows that are shown at first. */
const FIRST = 14;

/** What was said and what came, the newest day first: the rows of the CSV. */
export function LedgerCard({ page }: { readonly page: SeriesPage }) {
  const [isWhole, setWhole] = useState(false);
  const rows = [...page.days].reverse();
  const shown = isWhole ? rows : rows.slice(0, FIRST);
  return (
    <section className="card flow">
      <header>
        <h2>Ledger</h2>
        <p>what we said, what came</p>
        <div className="right">
          <span>{rows.length} rows</span>
          <Twins path={seriesPath(page.series.id)} extra={{ range: page.range }} />
        </div>
      </header>
      <div className="scrollx" role="region" aria-label="Ledger" tabIndex={0}>
        <table className="t ledger">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" className="r">
                Said
              </th>
              <th scope="col" className="r">
                80&nbsp;% range
              </th>
              <th scope="col" className="r">
                Naive
              </th>
              <th scope="col" className="r">
                Odds
              </th>
              <th scope="col" className="r">
                Came
              </th>
              <th scope="col" className="r">
                Passed
              </th>
              <th scope="col">Grade</th>
              <th scope="col">Model</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((day) => (
              <Row day={day} today={page.today} isNext={day.day === page.series.next?.day} key={day.day} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FIRST ? (
        <footer>
          <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? `The newest ${FIRST}` : `All ${rows.length} rows`}
          </button>
        </footer>
      ) : null}
    </section>
  );
}

interface RowProps {
  readonly day: CourseDay;
  readonly today: number;
  /** Whether it is the day that the page speaks of. */
  readonly isNext: boolean;
}

function Row({ day: { day, said, came, passes, executions, grade }, today, isNext }: RowProps) {
  const isBelow = said !== null && came !== null && came < said.target;
  const state = grade in GRADE_STATES ? GRADE_STATES[grade as keyof typeof GRADE_STATES] : undefined;
  return (
    <tr className={isNext ? 'sel' : undefined} {...ROW}>
      <th scope="row" className="nw">
        {dateText(day, today)}
      </th>
      <td className="num">{passText(said?.median)}</td>
      <td className="num">{said === null ? '–' : `${passText(said.lower80)}–${passText(said.upper80)}`}</td>
      <td className="num">{passText(said?.naive)}</td>
      <td className="num">{said === null ? '–' : isNext ? <b>{oddsText(said.odds)}</b> : oddsText(said.odds)}</td>
      <td className={isBelow ? 'num low' : 'num'}>{passText(came)}</td>
      <td className="num">{executions === null ? '–' : `${passes} of ${executions}`}</td>
      <td className="nw">
        {state === undefined ? (
          <span className="faint">{said === null && grade === 'unsaid' ? 'nothing said' : GRADE_WORDS[grade]}</span>
        ) : (
          <State state={state} word={GRADE_WORDS[grade]} />
        )}
      </td>
      <td
        className="faint nw"
        title={said === null ? undefined : `${said.model} ${said.version}, ${said.isLive ? 'live' : 'backfill'}`}
      >
        {said?.version ?? '–'}
      </td>
    </tr>
  );
}
