import { useState } from 'react';

import { useConnection, useFrame } from '../data/page-context.js';
import { useParam } from '../data/url-state.js';
import { Dialog } from './dialog.js';

/** What a page is narrowed down to: one owner, or one source. */
export function Scope({ name, word }: { readonly name: 'owner' | 'source'; readonly word: string }) {
  const frame = useFrame();
  const { isOffline } = useConnection();
  const [value, setValue] = useParam(name);
  const values = name === 'owner' ? frame.owners : frame.sources;
  if (isOffline || (values.length === 0 && value === undefined)) return null;
  return (
    <label className="btn pick-one">
      <span className="v">{word}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => setValue(currentTarget.value)}>
        <option value="">all</option>
        {value !== undefined && !values.includes(value) ? <option value={value}>{value}</option> : null}
        {values.map((one) => (
          <option value={one} key={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

/** As of when pages are shown. */
export function KnownAt() {
  const [knownAt, setKnownAt] = useParam('known_at');
  const [isOpen, setOpen] = useState(false);
  const { isOffline } = useConnection();
  const frame = useFrame();
  if (isOffline) return null;
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        <span className="v">Known at</span> {knownAt === undefined ? 'now' : knownAt.slice(0, 16).replace('T', ' ')}
      </button>
      {isOpen ? (
        <Dialog title="Known at" note="any page as it was at a time" onClose={() => setOpen(false)}>
          <form
            className="pad"
            onSubmit={(event) => {
              event.preventDefault();
              const at = new FormData(event.currentTarget).get('at');
              setKnownAt(typeof at === 'string' && at !== '' ? `${at}:00Z` : undefined);
              setOpen(false);
            }}
          >
            <div className="field">
              <label htmlFor="known-at">Date and time (UTC)</label>
              <input
                id="known-at"
                name="at"
                type="datetime-local"
                defaultValue={(knownAt ?? new Date(frame.knownAt).toISOString()).slice(0, 16)}
                autoFocus
              />
              <small>Nothing that came later is shown, and nothing can be done to the past.</small>
            </div>
            <div className="btns">
              <button type="submit" className="btn primary">
                Show
              </button>
              <button
                type="button"
                className="btn"
                onClick={() => {
                  setKnownAt(undefined);
                  setOpen(false);
                }}
              >
                Now
              </button>
            </div>
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
