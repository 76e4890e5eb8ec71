import { MS_PER_DAY } from '@dqs/core';
import { durationText } from '@dqs/core/wording';
import { Empty } from '@dqs/reports/components';
import type { KeyRow, SystemPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useParam } from '../../data/url-state.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { useAct } from '../../parts/use-act.js';
import { NewKey } from './new-key.js';
import { ShownOnce } from './shown-once.js';
import { dayText } from './words.js';

/** Days before its end in which a key is told to end. */
const SOON_MS = 14 * MS_PER_DAY;

/** Who may ask, and when they last did. */
export function KeyRing({ rows, page }: { readonly rows: readonly KeyRow[]; readonly page: SystemPage }) {
  const [act, setAct] = useParam('act');
  const [made, setMade] = useState<string>();
  const [revoked, setRevoked] = useState<KeyRow>();
  const good = rows.filter(({ state }) => state === 'good');
  const ended = rows.length - good.length;
  return (
    <section className="card" id="keys">
      <header>
        <h2>Keys</h2>
        {ended > 0 ? <p>{ended} more ended</p> : null}
        <div className="right">
          <Twins path="/system" table="keys" />
        </div>
      </header>
      {good.length === 0 ? (
        <Empty title="No key is in force" why="Whoever asks from another machine needs one." />
      ) : (
        <KeyList rows={good} page={page} onRevoke={setRevoked} />
      )}
      <footer>
        <button type="button" className="link" onClick={() => setAct('new-key')}>
          New key…
        </button>
        <span>shown once, stored as a hash</span>
      </footer>
      {act === 'new-key' ? (
        <NewKey
          onClose={() => setAct(undefined)}
          onMade={(text) => {
            setAct(undefined);
            setMade(text);
          }}
        />
      ) : null}
      {made === undefined ? null : (
        <ShownOnce
          title="The key"
          text={made}
          what="Sent as Authorization: Bearer …. Only its hash is kept, so nobody can show it again."
          onClose={() => setMade(undefined)}
        />
      )}
      {revoked === undefined ? null : <Revoke row={revoked} onClose={() => setRevoked(undefined)} />}
    </section>
  );
}

interface KeyListProps {
  readonly rows: readonly KeyRow[];
  readonly page: SystemPage;
  readonly onRevoke: (row: KeyRow) => void;
}

function KeyList({ rows, page, onRevoke }: KeyListProps) {
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id} {...ROW}>
          <span className="grow" title={`${row.name}, made by ${row.createdBy}`}>
            <b>{row.name}</b> <span className="faint">{rightsText(row, page)}</span>
          </span>
          <span className="end">{usedText(row, page)}</span>
          <button
            type="button"
            className="btn sm quiet danger"
            aria-label={`Revoke ${row.name}…`}
            onClick={() => onRevoke(row)}
          >
            Revoke…
          </button>
        </li>
      ))}
    </ul>
  );
}

function rightsText({ role, tenants, expiresAt }: KeyRow, { knownAt, timeZone }: SystemPage): string {
  const ends = Date.parse(expiresAt);
  const parts = [role, ...(tenants === null ? [] : [tenants.join(' and ')])];
  if (ends - knownAt < SOON_MS) parts.push(`expires ${dayText(ends, timeZone)}`);
  return parts.join(', ');
}

function usedText({ lastUsedAt }: KeyRow, { knownAt }: SystemPage): string {
  return lastUsedAt === null ? 'never' : `${durationText(Math.max(0, knownAt - Date.parse(lastUsedAt)))} ago`;
}

function Revoke({ row: { id, name, lastUsedAt }, onClose }: { readonly row: KeyRow; readonly onClose: () => void }) {
  const revoke = useAct({
    send: (client) => client.DELETE('/api/v1/keys/{id}', { params: { path: { id } } }),
    told: () => `${name} is revoked`,
    onDone: onClose,
  });
  return (
    <Dialog title={`Revoke ${name}`} onClose={onClose}>
      <div className="pad">
        <p className="note">
          Whoever asks with it is refused within seconds, and it cannot be taken back.
          {lastUsedAt === null ? ' It was never used.' : ''}
        </p>
        {revoke.error ? <Problem error={revoke.error} what="Not revoked." /> : null}
        <div className="btns">
          <button type="button" className="btn danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke {name}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
