import { countText, durationText } from '@dqs/core/wording';
import { Empty, StateShape } from '@dqs/reports/components';
import type { AlertsPage, WaitingRow } from '@dqs/runtime/pages';

import { Budget } from '../../marks/small.js';
import { ROW } from '../../parts/row.js';
import { dayOfText, whenText } from '../../parts/when.js';

/** Boxes of a budget that are drawn; larger ones are told in figures. */
const MOST_BOXES = 10;

/** How many pages each team had. */
export function Budgets({ page: { budgets } }: { readonly page: AlertsPage }) {
  if (budgets === null) return null;
  const spans = new Set(budgets.map(({ limit, days }) => `${limit} in ${countText(days, 'day')}`));
  return (
    <section className="card" id="budgets">
      <header>
        <h2>Pages this week</h2>
        {spans.size === 1 ? <p>budget {[...spans][0]} for each team</p> : null}
      </header>
      {budgets.length === 0 ? (
        <Empty
          title="No budget"
          why="The policy limits nobody’s pages: budgets: [{ owner: '*', pages: 3 per 7d, … }]."
        />
      ) : (
        <ul className="rows">
          {budgets.map(({ owner, used, limit, overflow }) => (
            <li key={owner} {...ROW}>
              <span className="grow">{owner}</span>
              {limit <= MOST_BOXES ? <Budget used={used} of={limit} over={overflow} /> : null}
              <span className="end">
                {used} of {limit}
                {overflow > 0 ? `, ${overflow} to digest` : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Silences that hold or are to come, in a line each. */
export function SilencesInShort({ page }: { readonly page: AlertsPage }) {
  const { silences, timeZone, knownAt } = page;
  const shown = silences.filter(({ state }) => state !== 'over');
  return (
    <section className="card" id="silences-short">
      <header>
        <h2>Silences</h2>
      </header>
      {shown.length === 0 ? (
        <Empty title="Nothing is silenced" why="Silences of people and of the policy stand here while they hold." />
      ) : (
        <ul className="rows">
          {shown.map(({ id, what, comment, by, from, until, state }, i) => (
            <li key={id ?? i}>
              <span className="grow two-lines">
                <b title={what}>{what}</b>
                <span className="faint small">
                  {comment}
                  {by === null ? '' : `, by ${by}`}
                </span>
              </span>
              <span className="end">
                {state === 'pending' && from !== null ? `${dayOfText(from, timeZone, knownAt)} ` : ''}
                {until === null ? '' : `to ${dayOfText(until, timeZone, knownAt)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What is on its way or stuck, by receiver. */
export function Waiting({ page }: { readonly page: AlertsPage }) {
  const { waiting, knownAt } = page;
  if (waiting === null) return null;
  return (
    <section className="card" id="waiting">
      <header>
        <h2>Waiting to be sent</h2>
      </header>
      {waiting.length === 0 ? (
        <Empty title="Nothing waits" why="Everything that was to be told has been sent." />
      ) : (
        <ul className="rows">
          {waiting.map((row) => (
            <li key={row.receiver}>
              <StateShape state={row.dead > 0 || row.isOff ? 'failing' : 'watch'} />
              <span className="grow two-lines">
                {row.channel ?? 'Receiver'} {row.receiver}
                <span className="faint small">{troubleText(row, page)}</span>
              </span>
              <span className="end">
                {row.oldestAt === null ? '' : `oldest ${durationText(Math.max(0, knownAt - row.oldestAt))}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** `503 three times, next try 08:05`. */
export function troubleText(row: WaitingRow, { timeZone, knownAt }: Pick<AlertsPage, 'timeZone' | 'knownAt'>): string {
  const { why, attempts, nextAt, dead, isOff, waiting } = row;
  const parts = [
    isOff ? 'switched off' : '',
    why === null ? countText(waiting + dead, 'message') : `${why}${attempts > 1 ? `, ${attempts} times` : ''}`,
    dead > 0 ? `${dead} no longer tried` : '',
    nextAt !== null && !isOff && nextAt > knownAt ? `next try ${whenText(nextAt, timeZone, knownAt)}` : '',
  ];
  return parts.filter((one) => one !== '').join(', ');
}
