import { oddsText, targetText } from '@dqs/core/wording';
import type { SeriesPage, TargetEffect } from '@dqs/runtime/pages';
import { useEffect, useState } from 'react';

import { useConnection, useMay } from '../../data/page-context.js';
import { usePage } from '../../data/use-page.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useToast } from '../../frame/toasts.js';
import { once } from '../../parts/once.js';
import { seriesPath } from '../../parts/series-link.js';
import { useAct } from '../../parts/use-act.js';
import { copyText } from './copy-text.js';
import { withEntry } from './target-entry.js';

/** A target is looked at once whoever types has paused. */
const PAUSE_MS = 250;

/** Another target, and what the last 90 days would have been under it. */
export function TargetCard({ page }: { readonly page: SeriesPage }) {
  const { isOffline } = useConnection();
  const { id, target } = page.series;
  const [text, setText] = useState(String(Math.max(0, target - 1)));
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  if (isOffline) return null;
  const value = Number(asked.replace(',', '.'));
  const isTarget = asked.trim() !== '' && value >= 0 && value <= 100;
  return (
    <section className="card">
      <header>
        <h2>Set a target</h2>
        <p>the last 90 days under it</p>
      </header>
      <div className="pad">
        <div className="settarget">
          <input
            type="text"
            inputMode="decimal"
            aria-label="Target"
            aria-invalid={!isTarget}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <span className="soft">instead of {targetText(target)}, from tomorrow</span>
          {isTarget ? <Propose id={id} target={value} /> : null}
        </div>
        {isTarget ? (
          <Effect id={id} target={value} />
        ) : (
          <p className="low">A target is a pass percentage from 0 to 100.</p>
        )}
      </div>
    </section>
  );
}

function useEffectOf(id: string, target: number) {
  return usePage<TargetEffect>(`${seriesPath(id)}/target`, { target });
}

function Effect({ id, target }: { readonly id: string; readonly target: number }) {
  const { data, error } = useEffectOf(id, target);
  if (error) return <Problem error={error} what="Its effect could not be told." />;
  if (data === undefined) return null;
  const { now, then, mayPage } = data;
  const rows: readonly (readonly [string, string])[] = [
    ['Days below target', `${now.below} → ${then.below} of ${now.results}`],
    ['Warnings', `${now.warnings} → ${then.warnings}, right ${now.right} → ${then.right}`],
    ['Bad days without one', `${now.missed} → ${then.missed}`],
    ['Odds of the next day', `${oddsOf(now.odds)} → ${oddsOf(then.odds)}`],
    ['Pages, at most', mayPage ? `${now.began} → ${then.began}` : 'none: it has not earned any'],
  ];
  return (
    <dl className="kv">
      {rows.map(([word, figure]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function oddsOf(odds: number | null): string {
  return odds === null ? '–' : oddsText(odds);
}

/** Targets stand in a catalog: the entry to put there, or the change of the policy that holds one. */
function Propose({ id, target }: { readonly id: string; readonly target: number }) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useEffectOf(id, target);
  if (data === undefined) return null;
  return (
    <>
      <button type="button" className="btn sm primary" onClick={() => setOpen(true)}>
        Propose
      </button>
      {isOpen ? <Proposal effect={data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const POLICY = '/api/v1/policies/alerts';

function Proposal({ effect, onClose }: { readonly effect: TargetEffect; readonly onClose: () => void }) {
  const { entry, line, now, then } = effect;
  const mayEdit = useMay('edit') && line !== null;
  const toast = useToast();
  const save = useAct({
    send: async (client) => {
      const { data, response } = await client.GET(POLICY);
      const text = withEntry(data!.text, entry, line!);
      const headers = { ...once(), 'if-match': response.headers.get('etag') ?? '' };
      await client.PUT(POLICY, { headers, body: { text } });
    },
    told: () => `The target is ${targetText(then.target)} from the next forecasts on`,
    onDone: onClose,
  });
  return (
    <Dialog title="Propose a target" note={`${targetText(now.target)} → ${targetText(then.target)}`} onClose={onClose}>
      <div className="pad">
        <p className="effect">
          {line === null
            ? 'Targets stand in the catalog. Put this entry above all others that match; what was graded keeps the target of its time.'
            : 'Targets stand in the policy. This entry goes above all others; what was graded keeps the target of its time.'}
        </p>
        <pre className="code">{entry}</pre>
        {save.error ? <Problem error={save.error} what="Not changed." /> : null}
        <div className="btns">
          {mayEdit ? (
            <button type="button" className="btn primary" disabled={save.isPending} onClick={() => save.mutate()}>
              Change the policy
            </button>
          ) : null}
          <button
            type="button"
            className="btn"
            onClick={() => void copyText(entry).then((text) => toast({ text: text ?? 'Copied the entry' }))}
          >
            Copy the entry
          </button>
        </div>
      </div>
    </Dialog>
  );
}
