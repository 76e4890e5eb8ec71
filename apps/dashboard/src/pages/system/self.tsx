import { MS_PER_MINUTE } from '@dqs/core';
import { durationText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';
import type { SelfFigure, SelfPart, SelfRow } from '@dqs/runtime/pages';
import { useState } from 'react';

import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { Runbook } from './runbook.js';

/** Rows that stand here before more are asked for; those that fire always do. */
const SHOWN = 7;

const STATES = { ok: 'ok', pending: 'watch', firing: 'watch', unknown: 'unknown' } as const;

/** What DQS finds of itself, with the way to what to do about it. */
export function Self({ part: { rows, isDecided } }: { readonly part: SelfPart }) {
  const [isWhole, setWhole] = useState(false);
  const [runbook, setRunbook] = useState<SelfRow>();
  const sorted = [...rows].sort((a, b) => rankOf(a) - rankOf(b));
  const firing = rows.filter(({ state }) => state === 'firing').length;
  const shown = isWhole ? sorted : sorted.slice(0, Math.max(SHOWN, firing));
  const rest = sorted.length - shown.length;
  return (
    <section className="card" id="self">
      <header>
        <h2>About DQS itself</h2>
        <p>
          {rows.length} alerts, {firing === 0 ? 'none firing' : `${firing} firing`}
        </p>
      </header>
      <ul className="rows">
        {shown.map((row) => (
          <li key={row.rule} {...ROW}>
            <StateShape state={row.state === 'firing' && row.severity === 'critical' ? 'failing' : STATES[row.state]} />
            <button type="button" className="link plain grow" title={titleOf(row)} onClick={() => setRunbook(row)}>
              {row.title}
            </button>
            <span className="end">{figureText(row)}</span>
          </li>
        ))}
        {rest > 0 ? (
          <li>
            <button type="button" className="link" onClick={() => setWhole(true)}>
              {rest} more, and their runbooks
            </button>
          </li>
        ) : null}
      </ul>
      <footer>
        <span>
          {isDecided ? (
            'Told by the policy about the system.'
          ) : (
            <>
              Nobody is told of these yet: <code>dqs alerts system-policy &gt; system.yaml</code>
            </>
          )}
        </span>
        <Twins path="/system" table="self" />
      </footer>
      {runbook === undefined ? null : <Runbook row={runbook} onClose={() => setRunbook(undefined)} />}
    </section>
  );
}

function rankOf({ state }: SelfRow): number {
  return ['firing', 'pending', 'ok', 'unknown'].indexOf(state);
}

function titleOf({ rule, parts }: SelfRow): string {
  return parts.length === 0 ? rule : `${rule}: ${parts.map(({ part }) => part).join(', ')}`;
}

/** What it looks at, in few words. */
function figureText({ figure, state, parts, rule }: SelfRow): string {
  if (state === 'firing' && parts.length > 0 && figure?.kind === 'count' && figure.value === 0) return parts[0]!.part;
  if (figure === null) return rule === 'retraining-stuck' ? 'not set up' : 'nothing known';
  return TEXTS[figure.kind](figure as never, rule);
}

const TEXTS: {
  readonly [K in SelfFigure['kind']]: (figure: Extract<SelfFigure, { kind: K }>, rule: string) => string;
} = {
  share: ({ value }) => `${Math.floor(100 * value)}\u00a0% of what is due`,
  count: ({ value, of }, rule) => {
    if (rule === 'rollback-happened') return value === 0 ? 'none' : String(value);
    if (rule === 'store-trouble') return value === 0 ? 'enough' : 'nearly full';
    return value === 0 ? `all ${of ?? 0} fine` : `${value} of ${of ?? value}`;
  },
  age: ({ value }, rule) => {
    if (rule === 'outbox-stuck' || rule === 'retraining-stuck')
      return value === 0 ? 'nothing waits' : durationText(value);
    return value < MS_PER_MINUTE ? `${Math.round(value / 1000)}\u00a0s ago` : `${durationText(value)} ago`;
  },
  evidence: ({ value, limit }) => `e = ${value.toPrecision(2)} of ${limit}`,
  coverage: ({ coverage80, coverage95 }) => [coverage80, coverage95].map(shareText).join(' / '),
};

function shareText(share: number | null): string {
  return share === null ? '–' : (100 * share).toFixed(1);
}
