import { MS_PER_HOUR } from '@dqs/core';
import { countText } from '@dqs/core/wording';
import { useState } from 'react';

import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { untilText, useSilences } from '../../parts/use-silences.js';
import { silencesOf, type Silenced } from './silences-of.js';

/** How long a silence lasts: the usual answers. */
const SPANS = { 'for 4 hours': 4, 'for a day': 24, 'for 3 days': 72, 'for a week': 168 } as const;
type Span = keyof typeof SPANS;

interface SilenceDialogProps {
  readonly series: readonly Silenced[];
  /** How many of them are below their target now. */
  readonly firing: number;
  readonly onClose: () => void;
}

/** Makes a silence: what it is about, until when, and why. What it does is said before it is saved. */
export function SilenceDialog({ series, firing, onClose }: SilenceDialogProps) {
  const [span, setSpan] = useState<Span>('for a day');
  const [why, setWhy] = useState('');
  const until = new Date(Date.now() + SPANS[span] * MS_PER_HOUR);
  const isMissing = why.trim() === '';
  const count = countText(series.length, 'series', 'series');
  const save = useSilences(() => `${count} silent ${span}`, onClose);
  return (
    <Dialog title="Silence" note={count} onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMissing || save.isPending) return;
          save.mutate({ matches: silencesOf(series), until, comment: why.trim() });
        }}
      >
        <p className="effect">
          It matches {count}, {firing === 0 ? 'none' : firing} of them failing now. Alerts about them tell nobody until{' '}
          {untilText(until)}; what still fires then is told once.
        </p>
        <div className="field">
          <label htmlFor="silence-until">Until</label>
          <select
            id="silence-until"
            value={span}
            onChange={({ currentTarget }) => setSpan(currentTarget.value as Span)}
          >
            {Object.keys(SPANS).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="silence-why">Why</label>
          <input
            id="silence-why"
            type="text"
            required
            maxLength={1000}
            autoFocus
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <small>It is shown wherever something is not told because of it.</small>
        </div>
        {save.error ? <Problem error={save.error} what="Not silenced." /> : null}
        <div className="btns">
          <button type="submit" className="btn primary" disabled={isMissing || save.isPending}>
            Silence
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
