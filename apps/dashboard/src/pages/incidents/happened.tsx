import { countText, dateText, localTime, oddsText, passText, targetText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';
import type { HappenedRow, IncidentPage } from '@dqs/runtime/pages';
import { useId, useState, type ReactNode } from 'react';

import { useMay } from '../../data/page-context.js';
import { Problem } from '../../frame/problem.js';
import { once } from '../../parts/once.js';
import { Twins } from '../../parts/twins.js';
import { useAct } from '../../parts/use-act.js';
import { incidentPath } from '../../parts/incident-link.js';

/** Few executions are told as they are. */
const FEW = 24;

/** What happened by day, the newest first, with what we had said at each result. */
export function Happened({ page }: { readonly page: IncidentPage }) {
  const { happened, timeZone, knownAt, id } = page;
  const mayAct = useMay('silence');
  const { day: today } = localTime(knownAt, timeZone);
  return (
    <section className="card flow">
      <header>
        <h2>What happened</h2>
        <div className="right">
          <Twins path={incidentPath(id)} table="happened" />
        </div>
      </header>
      <ol className="log">
        {happened.map((row, i) => {
          const { day, clock } = localTime(row.at, timeZone);
          const dayOf = (one: HappenedRow | undefined) =>
            one === undefined ? undefined : localTime(one.at, timeZone).day;
          const isLast = dayOf(happened[i + 1]) !== day;
          return (
            <Entry
              key={i}
              row={row}
              today={today}
              clock={clock}
              isLast={isLast}
              heading={dayOf(happened[i - 1]) === day ? null : day === today ? 'Today' : dateText(day, today)}
            />
          );
        })}
      </ol>
      {mayAct ? <Comment id={id} /> : null}
    </section>
  );
}

interface EntryProps {
  readonly row: HappenedRow;
  readonly today: number;
  readonly clock: string;
  readonly heading: string | null;
  readonly isLast: boolean;
}

function Entry({ row, today, clock, heading, isLast }: EntryProps) {
  return (
    <>
      {heading === null ? null : <li className="dayh">{heading}</li>}
      <li className={isLast ? 'ev last' : 'ev'}>
        <time>{clock}</time>
        <Mark row={row} />
        <div>
          <Words row={row} today={today} />
          {row.kind === 'told' || row.note === null ? null : <p className="quote">{row.note}</p>}
        </div>
      </li>
    </>
  );
}

function Mark({ row: { kind, verdict, what } }: { readonly row: HappenedRow }): ReactNode {
  if (kind === 'forecast') return <StateShape state="likely" />;
  if (kind === 'told') return <span className="node f" />;
  if (kind === 'event') {
    if (what === 'fixed') return <StateShape state="intervened" />;
    return what === 'resolved' ? <StateShape state="ok" /> : <span className="node done" />;
  }
  if (verdict === 'intervened') return <StateShape state="intervened" />;
  return <StateShape state={verdict === 'right' || verdict === 'missed' ? 'failing' : 'ok'} />;
}

function Words({ row, today }: { readonly row: HappenedRow; readonly today: number }) {
  switch (row.kind) {
    case 'forecast':
      return (
        <p>
          <b>{row.name}</b> {oddsText(row.odds!)} likely below {targetText(row.target!)} on {dateText(row.day!, today)}
          {moreText(row)}
        </p>
      );
    case 'result':
      return <Result row={row} today={today} />;
    case 'told':
      return <Told row={row} />;
    case 'event':
      return <Event row={row} />;
  }
}

function Result({ row, today }: { readonly row: HappenedRow; readonly today: number }) {
  const { passes, executions, target, odds, verdict, by } = row;
  const percentage = passText((100 * passes!) / executions!);
  const shown = executions! <= FEW ? `${passes} of ${executions}, ${percentage}\u00a0%` : `${percentage}\u00a0%`;
  const isBelow = 100 * passes! < target! * executions!;
  return (
    <>
      <p>
        <b>{row.name}</b> of {dateText(row.day!, today)}: {shown}
        {isBelow ? `, target ${targetText(target!)}` : ''}
      </p>
      <p className="small soft">
        {odds === null ? 'nothing had been said' : `we had said ${oddsText(odds)}`}
        {verdict === 'right' ? ': right' : null}
        {verdict === 'wrong' ? ': wrong' : null}
        {verdict === 'missed' ? (
          <>
            : <b>missed</b>
          </>
        ) : null}
        {verdict === 'intervened' ? `; ${by ?? 'somebody'} stepped in, so not graded` : null}
        {moreText(row)}
      </p>
    </>
  );
}

function moreText({ more }: HappenedRow): string {
  return more === 0 ? '' : `, and ${countText(more, 'more like it', 'more like it')}`;
}

const TOLD = new Map(
  Object.entries({
    paged: 'Paged',
    opened: 'Warned',
    reopened: 'Told that it opened again:',
    reminder: 'Reminded',
    resolved: 'Told that it is over:',
    held: 'Not told',
  }),
);
const HELD = new Map(
  Object.entries({
    route: 'its route leads there',
    budget: 'the budget of pages is used up',
    hours: 'it has other hours',
    'no-route': 'no route leads to anybody',
    'resolve-off': 'it is not told of ends',
  }),
);

function Told({ row: { what, text, note } }: { readonly row: HappenedRow }) {
  if (what === 'held' && note !== 'no-route') {
    return (
      <>
        <p>
          <b>In the digest</b>, not told by {text === '' ? 'a message' : text}
        </p>
        <p className="small soft">{HELD.get(note ?? '') ?? note}</p>
      </>
    );
  }
  return (
    <>
      <p>
        <b>{TOLD.get(what ?? '') ?? what}</b> {text}
      </p>
      {note === null ? null : <p className="small soft">{HELD.get(note) ?? note}</p>}
    </>
  );
}

const DONE = new Map(Object.entries({ acknowledged: 'has it', commented: 'wrote' }));

function Event({ row: { what, text, by } }: { readonly row: HappenedRow }) {
  if (by === null) return <p>{text}</p>;
  // What people do is written with their name in front, but for old acts.
  const rest = DONE.get(what ?? '') ?? (text!.startsWith(`${by} `) ? text!.slice(by.length + 1) : undefined);
  return rest === undefined ? (
    <p>
      {text}, by <b>{by}</b>
    </p>
  ) : (
    <p>
      <b>{by}</b> {rest}
    </p>
  );
}

/** Says something of it, which tells nobody. */
function Comment({ id }: { readonly id: string }) {
  const [note, setNote] = useState('');
  const field = useId();
  const send = useAct({
    send: (client) =>
      client.POST('/api/v1/incidents/{id}/comment', {
        params: { path: { id } },
        body: { note: note.trim() },
        headers: once(),
      }),
    onDone: () => setNote(''),
  });
  const isMissing = note.trim() === '';
  return (
    <>
      {send.error ? <Problem error={send.error} what="Not sent." /> : null}
      <form
        className="comment no-print"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing && !send.isPending) send.mutate();
        }}
      >
        <label className="hidden" htmlFor={field}>
          Comment
        </label>
        <input
          id={field}
          type="text"
          placeholder="Comment"
          maxLength={1000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <button type="submit" className="btn sm" disabled={isMissing || send.isPending}>
          Send
        </button>
      </form>
    </>
  );
}
