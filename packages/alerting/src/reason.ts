/** What a check found: `unknown` where a fact that it needs is missing. */
export type ReasonVerdict = 'met' | 'not-met' | 'unknown';

/** A value that a check compares. */
export type ReasonValue = number | string | boolean | null;

/** One step of a decision: what was looked at, what was there, what it was compared with. Survives JSON. */
export interface Reason {
  /** The check as the policy writes it, such as `p_below_target >= 0.6`. */
  readonly check: string;
  /** What was there; null if the fact is missing. */
  readonly observed: ReasonValue;
  /** What it was compared with; null if there is nothing to compare with. */
  readonly limit: ReasonValue;
  readonly verdict: ReasonVerdict;
}

/** Whether two decisions looked at the same and found the same. */
export function areSameReasons(some: readonly Reason[], others: readonly Reason[]): boolean {
  if (some === others) return true;
  return some.length === others.length && some.every((one, i) => isSameReason(one, others[i]!));
}

function isSameReason({ check, observed, limit, verdict }: Reason, other: Reason): boolean {
  return (
    check === other.check &&
    Object.is(observed, other.observed) &&
    Object.is(limit, other.limit) &&
    verdict === other.verdict
  );
}
