import { Empty, StateShape } from '@dqs/reports/components';
import type { DecisionRow, ModelPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { Dialog } from '../../frame/dialog.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { GateTable } from './gates.js';
import { modelPath } from './models-page.js';
import { OUTCOMES } from './outcomes.js';

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
  if (next.at === null) return <span title={next.reason}>next when that is over: {next.reason}</span>;
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
  const start = /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

interface ReasonsProps {
  readonly row: DecisionRow;
  readonly page: ModelPage;
  readonly onClose: () => void;
}

/** All that an answer rests on. */
function Reasons({ row, page: { timeZone, knownAt }, onClose }: ReasonsProps) {
  const { outcome, version, triggers, blocks, checks, steps } = row;
  const { word } = OUTCOMES[outcome];
  return (
    <Dialog title={`${word}${version === null ? '' : ` ${version}`}`} note={row.id} onClose={onClose} wide>
      <div className="pad reasons">
        <h3>What called for it</h3>
        {triggers.length === 0 ? <p className="soft">Nothing was asked.</p> : null}
        <ul>
          {triggers.map(({ name, isMet, reason }) => (
            <li key={name}>
              <StateShape state={isMet ? 'ok' : 'suppressed'} />
              <span>
                <b>{name}</b> {reason}
              </span>
            </li>
          ))}
        </ul>
        {blocks.length === 0 ? null : (
          <>
            <h3>What forbade it</h3>
            <ul>
              {blocks.map(({ name, reason, until }) => (
                <li key={name}>
                  <StateShape state="suppressed" />
                  <span>
                    {reason}
                    {until === null
                      ? '; it ends when somebody does something'
                      : `; until ${whenText(until, timeZone, knownAt)}`}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {checks.length === 0 ? null : (
          <>
            <h3>What the new version was asked</h3>
            <GateTable checks={checks} />
            <ul>
              {checks.map(({ name, reason }, i) => (
                <li key={`${name} ${i}`}>
                  <span className="soft">
                    {name}: {reason}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {steps.length === 0 ? null : (
          <>
            <h3>What happened</h3>
            <ul>
              {steps.map(({ at, by, kind, text }, i) => (
                <li key={i}>
                  <span>
                    {whenText(at, timeZone, knownAt)} · {kind} by {by}
                    {text === null ? '' : `: ${text}`}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}
