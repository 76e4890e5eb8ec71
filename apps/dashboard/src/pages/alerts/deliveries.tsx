import { Empty, State } from '@dqs/reports/components';
import type { AlertsPage, MessageRow } from '@dqs/runtime/pages';
import { useState } from 'react';
import { Link } from 'wouter';

import { useConnection, useMay } from '../../data/page-context.js';
import { useParam, useSharedQuery } from '../../data/url-state.js';
import { Problem } from '../../frame/problem.js';
import { Ask } from '../../parts/ask.js';
import { Choice } from '../../parts/choice.js';
import { incidentPath } from '../../parts/incident-link.js';
import { once } from '../../parts/once.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { useAct } from '../../parts/use-act.js';
import { whenText } from '../../parts/when.js';
import { troubleText } from './side.js';

const STATES = {
  waiting: ['watch', 'Waits'],
  sent: ['ok', 'Sent'],
  replaced: ['suppressed', 'Replaced'],
  dead: ['failing', 'Given up'],
} as const satisfies Record<MessageRow['state'], readonly [string, string]>;
const SHOWN = { all: 'All', waiting: 'Waiting', dead: 'Given up', sent: 'Sent' } as const;

/** What was told, what waits and what is stuck. */
export function Deliveries({ page }: { readonly page: AlertsPage }) {
  const { messages, waiting } = page;
  const [asked = 'all', setShown] = useParam('messages');
  if (messages === null || waiting === null) {
    return (
      <section className="card">
        <Empty
          title="Not shown here"
          why="Where messages stand is known as of now alone, and to those who may see all tenants."
        />
      </section>
    );
  }
  const shown = Object.hasOwn(SHOWN, asked) ? (asked as keyof typeof SHOWN) : 'all';
  const rows = messages.filter(({ state }) => shown === 'all' || state === shown);
  return (
    <>
      {waiting.length === 0 ? null : <Receivers page={page} />}
      <section className="card flow" id="deliveries">
        <header>
          <h2>Messages</h2>
          <p>the last {messages.length}, the newest first</p>
          <div className="right">
            <Choice
              label="Shown"
              value={shown}
              choices={SHOWN}
              onChoose={(next) => setShown(next === 'all' ? undefined : next)}
            />
          </div>
        </header>
        {rows.length === 0 ? (
          <Empty
            title={messages.length === 0 ? 'Nothing was told yet' : 'None of them'}
            why="What a tick tells goes through here, and is tried until it is sent."
          />
        ) : (
          <MessageTable rows={rows} page={page} />
        )}
        <footer>
          <span>
            A message that was not tried yet is replaced by a newer one about its incident, which says all of it.
          </span>
          <Twins path="/alerts" table="messages" />
        </footer>
      </section>
    </>
  );
}

function MessageTable({ rows, page }: { readonly rows: readonly MessageRow[]; readonly page: AlertsPage }) {
  return (
    <div className="scrollx2">
      <table className="t stack">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Message</th>
            <th scope="col">Receiver</th>
            <th scope="col">Queued</th>
            <th scope="col" className="r">
              Tries
            </th>
            <th scope="col">What it met</th>
            <th scope="col" aria-label="Acts" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <MessageCells key={row.id} row={row} page={page} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MessageCells({ row, page: { timeZone, knownAt } }: { readonly row: MessageRow; readonly page: AlertsPage }) {
  const { id, state, title, kind, incident, receiver, channel, createdAt, attempts, why, dueAt } = row;
  const [shape, word] = STATES[state];
  const mayOperate = useMay('operate');
  const shared = useSharedQuery();
  const [isAsked, setAsked] = useState(false);
  const { client } = useConnection();
  const isLater = state === 'waiting' && dueAt > knownAt;
  return (
    <tr {...ROW}>
      <td className="stt">
        <State state={shape} word={word} />
      </td>
      <td className="two nm">
        {incident === null ? (
          <span title={title}>{title}</span>
        ) : (
          <Link className="plain" href={incidentPath(incident) + shared} title={title}>
            {title}
          </Link>
        )}
        <small>{incident === null ? kind : `${kind} · ${incident}`}</small>
      </td>
      <td className="two">
        {receiver}
        <small>{channel ?? 'not in the policy'}</small>
      </td>
      <td className="nowrap">{whenText(createdAt, timeZone, knownAt)}</td>
      <td className="num">{attempts}</td>
      <td className="wide soft">
        {[why, isLater ? `next try ${whenText(dueAt, timeZone, knownAt)}` : null]
          .filter((one) => one !== null)
          .join('; ')}
      </td>
      <td className="acts">
        {state === 'dead' && mayOperate ? (
          <button type="button" className="btn sm" onClick={() => setAsked(true)}>
            Send again…
          </button>
        ) : null}
        {isAsked ? (
          <Ask
            title="Send again"
            word="Send it"
            reason="none"
            effect={`${receiver} is told of “${title}” with the next tick, unless a newer message about its incident was sent.`}
            done={`Waits again: ${title}`}
            act={() => client.POST('/api/v1/messages/{id}/resend', { params: { path: { id } }, headers: once() })}
            onClose={() => setAsked(false)}
          />
        ) : null}
      </td>
    </tr>
  );
}

/** Receivers for which something waits or is stuck. */
function Receivers({ page }: { readonly page: AlertsPage }) {
  return (
    <section className="card">
      <header>
        <h2>Waiting, by receiver</h2>
      </header>
      <ul className="rows">
        {page.waiting!.map((row) => (
          <li key={row.receiver} {...ROW}>
            <State
              state={row.isOff || row.dead > 0 ? 'failing' : 'watch'}
              word={row.isOff ? 'Off' : row.dead > 0 ? 'Stuck' : 'Waits'}
            />
            <span className="grow two-lines">
              <b>{row.receiver}</b>
              <span className="faint small">{troubleText(row, page)}</span>
            </span>
            {row.isOff ? <SwitchOn receiver={row.receiver} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SwitchOn({ receiver }: { readonly receiver: string }) {
  const mayOperate = useMay('operate');
  const work = useAct({
    send: (client) =>
      client.POST('/api/v1/receivers/{receiver}/switch-on', { params: { path: { receiver } }, headers: once() }),
    told: () => `${receiver} gets messages again`,
  });
  if (!mayOperate) return null;
  return (
    <>
      <button type="button" className="btn sm" disabled={work.isPending} onClick={() => work.mutate()}>
        Switch on
      </button>
      {work.error ? <Problem error={work.error} what="Not switched on." /> : null}
    </>
  );
}
