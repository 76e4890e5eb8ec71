import { countText } from '@dqs/core/wording';
import { Empty, State } from '@dqs/reports/components';
import type { AlertsPage, SilenceRow } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useConnection, useMay } from '../../data/page-context.js';
import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { whenText } from '../../parts/when.js';

const STATES: Readonly<Record<SilenceRow['state'], readonly ['suppressed' | 'watch' | 'ok', string]>> = {
  active: ['suppressed', 'Holds'],
  pending: ['watch', 'To come'],
  over: ['ok', 'Over'],
};

/** All silences, what they are about and what fires under them. */
export function Silences({ page, onNew }: { readonly page: AlertsPage; readonly onNew: () => void }) {
  const { silences } = page;
  const [ending, setEnding] = useState<SilenceRow>();
  const maySilence = useMay('silence');
  return (
    <section className="card flow" id="silences">
      <header>
        <h2>Silences</h2>
        <p>what they match fires on and tells nobody</p>
        {maySilence ? (
          <div className="right">
            <button type="button" className="btn sm" onClick={onNew}>
              New silence…
            </button>
          </div>
        ) : null}
      </header>
      {silences.length === 0 ? (
        <Empty
          title="Nothing was ever silenced"
          why="A silence keeps alerts quiet for a time, for a reason."
          command="dqs alerts silence add --match dataset=orders --until 2026-12-31 --comment Migration"
        />
      ) : (
        <SilenceTable page={page} onEnd={maySilence ? setEnding : undefined} />
      )}
      <footer>
        <span>Silences and windows that stand in the policy are changed in it.</span>
        <Twins path="/alerts" table="silences" />
      </footer>
      {ending === undefined ? null : <EndSilence row={ending} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

interface SilenceTableProps {
  readonly page: AlertsPage;
  /** Undefined for whoever may end none. */
  readonly onEnd: ((row: SilenceRow) => void) | undefined;
}

function SilenceTable({ page, onEnd }: SilenceTableProps) {
  return (
    <div className="scrollx2">
      <table className="t stack">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">What</th>
            <th scope="col" className="r">
              Series
            </th>
            <th scope="col" className="r">
              Firing
            </th>
            <th scope="col">From</th>
            <th scope="col">Until</th>
            <th scope="col">By, and why</th>
            <th scope="col" aria-label="Acts" />
          </tr>
        </thead>
        <tbody>
          {page.silences.map((row, i) => (
            <SilenceCells
              key={row.id ?? i}
              row={row}
              page={page}
              onEnd={onEnd && row.id !== null && row.state !== 'over' ? () => onEnd(row) : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SilenceCellsProps {
  readonly row: SilenceRow;
  readonly page: AlertsPage;
  readonly onEnd: (() => void) | undefined;
}

function SilenceCells({ row, page: { timeZone, knownAt }, onEnd }: SilenceCellsProps) {
  const { state, kind, what, series, firing, from, until, by, comment } = row;
  const [shape, word] = STATES[state];
  return (
    <tr {...ROW}>
      <td className="stt">
        <State state={shape} word={word} />
      </td>
      <td className="two nm">
        <b title={what}>{what}</b>
        <small>{kind}</small>
      </td>
      <td className="num">{series ?? '–'}</td>
      <td className="num">{firing ?? '–'}</td>
      <td className="nowrap no-phone">{from === null ? '–' : whenText(from, timeZone, knownAt)}</td>
      <td className="nowrap">{until === null ? '–' : whenText(until, timeZone, knownAt)}</td>
      <td className="wide soft">
        {by === null ? '' : `${by}: `}
        {comment}
      </td>
      <td className="acts">
        {onEnd === undefined ? null : (
          <button type="button" className="btn sm" onClick={onEnd}>
            End…
          </button>
        )}
      </td>
    </tr>
  );
}

function EndSilence({ row, onClose }: { readonly row: SilenceRow; readonly onClose: () => void }) {
  const { client } = useConnection();
  const { what, firing, id } = row;
  return (
    <Ask
      title="End the silence"
      word="End it"
      reason="none"
      effect={
        <>
          {what}.{' '}
          {firing === null || firing === 0
            ? 'Nothing fires under it: nobody is told.'
            : `${countText(firing, 'alert')} under it ${firing === 1 ? 'fires' : 'fire'}: receivers are told with the next tick.`}
        </>
      }
      done="The silence has ended"
      act={() => client.DELETE('/api/v1/silences/{id}', { params: { path: { id: id! } }, headers: once() })}
      onClose={onClose}
    />
  );
}
