import { countText } from '@dqs/core/wording';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useConnection } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useToast } from '../../frame/toasts.js';
import { once } from '../../parts/once.js';
import { refreshed } from '../../parts/refreshed.js';
import { silencesOf, type Silenced } from './silences-of.js';

const HOUR_MS = 3_600_000;
/** How long a silence lasts: the usual answers. */
const SPANS = { 'for 4 hours': 4, 'for a day': 24, 'for 3 days': 72, 'for a week': 168 } as const;
type Span = keyof typeof SPANS;

interface SilenceDialogProps {
  readonly series: readonly Silenced[];
  /** How many of them are below their target now. */
  readonly firing: number;
  readonly onClose: () => void;
}

/** Makes the silences of some series, with the way back. */
function useSilence(series: readonly Silenced[], onClose: () => void) {
  const { client } = useConnection();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: async ({ until, comment }: { readonly span: Span; readonly until: Date; readonly comment: string }) => {
      const made: string[] = [];
      for (const match of silencesOf(series)) {
        const body = { match, until: until.toISOString(), comment };
        const { data } = await client.POST('/api/v1/silences', { body, headers: once() });
        made.push(data!.id);
      }
      return made;
    },
    onSuccess: (made, { span }) => {
      const undo = async () => {
        for (const id of made) {
          await client.DELETE('/api/v1/silences/{id}', { params: { path: { id } }, headers: once() });
        }
        await refreshed(queries);
      };
      toast({ text: `${countText(series.length, 'series', 'series')} silent ${span}`, undo });
      onClose();
      return refreshed(queries);
    },
  });
}

/** Makes a silence: what it is about, until when, and why. What it does is said before it is saved. */
export function SilenceDialog({ series, firing, onClose }: SilenceDialogProps) {
  const [span, setSpan] = useState<Span>('for a day');
  const [why, setWhy] = useState('');
  const save = useSilence(series, onClose);
  const until = new Date(Date.now() + SPANS[span] * HOUR_MS);
  const isMissing = why.trim() === '';
  const count = countText(series.length, 'series', 'series');
  return (
    <Dialog title="Silence" note={count} onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing && !save.isPending) save.mutate({ span, until, comment: why.trim() });
        }}
      >
        <p className="effect">
          It matches {count}, {firing === 0 ? 'none' : firing} of them failing now. Alerts about them tell nobody until{' '}
          {until.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}; what still fires then is told
          once.
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
