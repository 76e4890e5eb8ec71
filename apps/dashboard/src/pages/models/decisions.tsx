import { Empty, StateShape } from '@dqs/reports/components';
import type { DecisionRow, ModelPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { modelPath } from './models-page.js';
import { OUTCOMES } from './outcomes.js';
import { Reasons } from './reasons.js';

/** Answers that stand here; the rest is in the table. */
const SHOWN = 8;

/** Every answer to whether the model is trained anew, no too. */
export function Decisions({ page }: { readonly page: ModelPage }) {
  const { name, retraining } = page;
  const [shown, setShown] = useState<DecisionRow>();
  const [isAll, setAll] = useState(false);
  const rows = retraining?.decisions ?? [];
  return (
    <section className="card flow" id="decisions">
      <header>
        <h2>Retraining decisions</h2>
        <p>every answer is written down, no too</p>
        <div className="right">
          <NextAllowed page={page} />
        </div>
      </header>
      {retraining === null ? (
        <Empty
          title="No policy trains it anew"
          why="A policy says what calls for a training, what a new version has to pass, and who lets it in."
          command={`dqs serve --retrain-policy retraining.yaml`}
        />
      ) : rows.length === 0 ? (
        <Empty title="Nobody has asked yet" why="The policy is asked once a day, and whenever a person asks." />
      ) : (
        rows
          .slice(0, isAll ? undefined : SHOWN)
          .map((row) => <Decision row={row} page={page} onReasons={() => setShown(row)} key={row.id} />)
      )}
      <footer>
        <span>
          {rows.length > SHOWN ? (
            <button type="button" className="link" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
              {isAll ? 'Fewer' : `${rows.length - SHOWN} earlier ones`}
            </button>
          ) : null}
        </span>
        <Twins path={modelPath(name)} table="decisions" />
      </footer>
      {shown === undefined ? null : <Reasons row={shown} page={page} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function NextAllowed({ page: { retraining, timeZone, knownAt } }: { readonly page: ModelPage }) {
  const next = retraining?.next ?? null;
  if (next === null) return null;
  if (next.at === null) return <span title={next.reason}>next when that is over</span>;
  return <span title={next.reason}>next from {whenText(next.at, timeZone, knownAt)}</span>;
}

interface DecisionProps {
  readonly row: DecisionRow;
  readonly page: ModelPage;
  readonly onReasons: () => void;
}

function Decision({ row, page: { timeZone, knownAt }, onReasons }: DecisionProps) {
  const { outcome, version, why, at, since, times, nextAllowedAt } = row;
  const { state, word, because } = OUTCOMES[outcome];
  const met = row.triggers.filter(({ isMet }) => isMet).map(({ name }) => name);
  const isAhead = because && nextAllowedAt !== null && nextAllowedAt > knownAt;
  const waitsForSomebody = outcome === 'not-started' && nextAllowedAt === null;
  const meta = [
    whenText(at, timeZone, knownAt),
    ...(times > 1 ? [`the same ${times} times since ${dayOfText(since, timeZone, knownAt)}`] : []),
    met.length === 0 ? 'no trigger' : `trigger: ${met.join(', ')}`,
  ];
  return (
    <div className="need" {...ROW}>
      <StateShape state={state} />
      <div>
        <h3>
          {word}
          {because ? ', because' : ''} <span className="faint id">{version}</span>
        </h3>
        <p>
          {sentence(why)}
          {isAhead ? ` Next allowed ${whenText(nextAllowedAt, timeZone, knownAt)}.` : ''}
          {waitsForSomebody ? ' Next allowed when that is over.' : ''}
        </p>
        <div className="meta">{meta.join(' · ')}</div>
      </div>
      <div className="btns">
        <button type="button" className="btn sm" data-key="r" onClick={onReasons}>
          Reasons
        </button>
      </div>
    </div>
  );
}

/** Starts with a capital where it is a word, and ends with a full stop. */
function sentence(text: string): string {
  const whole = text.replaceAll(/(\d) %/g, '$1\u00a0%');
  const start = /^[a-z]+ /.test(whole) ? whole.charAt(0).toUpperCase() + whole.slice(1) : whole;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
