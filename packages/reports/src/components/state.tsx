/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

import type { StateName } from '../tokens/tokens.js';

/** A state is read from its shape and its word; the colour repeats them. */
export interface StateProps {
  readonly state: StateName;
  /** What it is called here; the state's own word where left out. */
  readonly word?: string;
  /** On the tint of the state, for a heading. */
  readonly pill?: boolean;
}

const WORDS: Readonly<Record<StateName, string>> = {
  ok: 'OK',
  watch: 'Watch',
  likely: 'Likely to fail',
  failing: 'Failing',
  unknown: 'No result',
  intervened: 'Intervened',
  suppressed: 'Suppressed',
};

const RING = <circle cx="7" cy="7" r="5.25" className="o" />;

/** One shape per state, readable at 12 px without colour. */
const SHAPES: Readonly<Record<StateName, ReactNode>> = {
  ok: (
    <>
      {RING}
      <path d="M4.6 7.2 6.3 8.9 9.5 5.4" className="o" />
    </>
  ),
  watch: <path d="M7 2 12.6 11.8H1.4Z" className="o" />,
  likely: (
    <>
      <path d="M7 1.2 13.4 12.4H.6Z" className="s" />
      <path d="M7 5v3.4M7 10v.9" className="cut" />
    </>
  ),
  failing: (
    <>
      <path d="M7 .4 13.6 7 7 13.6.4 7Z" className="s" />
      <path d="M5 5l4 4M9 5 5 9" className="cut" />
    </>
  ),
  unknown: <circle cx="7" cy="7" r="5.25" className="o" strokeDasharray="2.4 2.2" />,
  intervened: (
    <>
      {RING}
      <path d="M7 1.75a5.25 5.25 0 0 1 0 10.5Z" className="s" />
    </>
  ),
  suppressed: (
    <>
      {RING}
      <path d="M3.8 7h6.4" className="o" />
    </>
  ),
};

/** The shape of a state in its colour, beside words that say it. */
export function StateShape({ state }: { readonly state: StateName }) {
  return (
    <svg className={`ic ${state}`} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

/** A state: its shape, its word, its colour. */
export function State({ state, word = WORDS[state], pill = false }: StateProps) {
  return (
    <span className={`state ${state}${pill ? ' pill' : ''}`}>
      <StateShape state={state} />
      {word}
    </span>
  );
}
