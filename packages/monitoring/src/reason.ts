import type { GateVerdict } from '@dqs/core';

/** One comparison that a verdict rests on. Survives JSON. */
export interface Reason {
  /** What was compared, such as `e-value`; unique within a list of reasons. */
  readonly check: string;
  /** The figure that was found; null if there is none. */
  readonly observed: number | null;
  /** The figure it was compared with; null if there is none. */
  readonly limit: number | null;
  /** `fail` where the figure speaks for an alarm, `pass` where against it, `inconclusive` where it says nothing. */
  readonly verdict: GateVerdict;
}

/** A verdict with everything it rests on. */
export interface Judged {
  /** `fail` is an alarm: it takes all reasons to fail. */
  readonly verdict: GateVerdict;
  readonly reasons: readonly Reason[];
}

/** An alarm where every reason fails; nothing is known where one of them is inconclusive and none passes. */
export function judged(reasons: readonly Reason[]): Judged {
  const has = (verdict: GateVerdict) => reasons.some((reason) => reason.verdict === verdict);
  if (has('pass')) return { verdict: 'pass', reasons };
  return { verdict: has('inconclusive') || reasons.length === 0 ? 'inconclusive' : 'fail', reasons };
}

/** The reason that `observed` is at least `limit`, which speaks for an alarm; a missing figure says nothing. */
export function atLeast(check: string, observed: number, limit: number): Reason {
  return reason(check, observed, limit, observed >= limit);
}

/** As {@link atLeast}, of figures that speak for an alarm where they are at most the limit, such as p-values. */
export function atMost(check: string, observed: number, limit: number): Reason {
  return reason(check, observed, limit, observed <= limit);
}

function reason(check: string, observed: number, limit: number, fails: boolean): Reason {
  const isKnown = !Number.isNaN(observed) && !Number.isNaN(limit);
  const verdict = isKnown ? (fails ? 'fail' : 'pass') : 'inconclusive';
  return { check, observed: finite(observed), limit: finite(limit), verdict };
}

/** A number as JSON can hold it: null for what is missing or has no bound. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
