import { MS_PER_MINUTE } from '@dqs/core';
import { useEffect, useState } from 'react';

import { durationText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';

import type { LiveState } from '../data/live.js';
import { useConnection, useFrame } from '../data/page-context.js';
import { useParam } from '../data/url-state.js';

/** Older data are told of. */
const STALE_MS = 15 * MS_PER_MINUTE;

/** Says that what is shown is old, or of a past time; the page stays readable. */
export function StaleBar({ live }: { readonly live: LiveState }) {
  const { knownAt, isNow, timeZone, dataAt } = useFrame();
  const { isOffline } = useConnection();
  const [, setKnownAt] = useParam('known_at');
  const now = useNow();
  const clock = (at: number) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
  if (isOffline)
    return (
      <p className="printed shown">
        Known at {clock(knownAt)} ({timeZone}), as a file.
      </p>
    );
  if (!isNow) {
    return (
      <div className="bar">
        <StateShape state="unknown" />
        <span>
          <b>As known at {clock(knownAt)}.</b> Nothing that came later is shown.
        </span>
        <button type="button" className="link right" onClick={() => setKnownAt(undefined)}>
          Back to now
        </button>
      </div>
    );
  }
  // What is shown is as old as the last answer, and as the last time somebody looked at what has come.
  const oldest = Math.min(knownAt, dataAt ?? knownAt);
  if (now - oldest <= STALE_MS) return null;
  return (
    <div className="bar warn" role="status">
      <StateShape state="watch" />
      <span>
        <b>
          Data of {clock(oldest)}, {durationText(now - oldest)} old.
        </b>{' '}
        {live === 'lost' ? (
          'The connection is lost; trying again.'
        ) : (
          <>
            No worker has looked at what has come since: <code>dqs worker</code>.
          </>
        )}
      </span>
    </div>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
