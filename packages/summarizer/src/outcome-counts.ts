/** Executions by outcome, over some period. */
export interface OutcomeCounts {
  /** Executions with outcome `pass`. */
  readonly passes: number;
  /** Executions with outcome `fail`. */
  readonly fails: number;
  /** Executions that are neither: counted separately, not part of any rate. */
  readonly errors: number;
}

/** Executions by outcome and the share of failures among them. */
export interface OutcomeRate extends OutcomeCounts {
  /** See {@link failRate}. */
  readonly failRate: number;
}

/** No executions. */
export const NO_OUTCOMES: OutcomeCounts = { passes: 0, fails: 0, errors: 0 };

/** `fails / (passes + fails)`, in 0..1; 0 if there is no execution with either outcome. */
export function failRate({ passes, fails }: OutcomeCounts): number {
  const executions = passes + fails;
  return executions > 0 ? fails / executions : 0;
}

/** The counts with their fail rate. */
export function withFailRate({ passes, fails, errors }: OutcomeCounts): OutcomeRate {
  return { passes, fails, errors, failRate: failRate({ passes, fails, errors }) };
}

/** Counts of two disjoint sets of executions together. */
export function addOutcomes(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return { passes: a.passes + b.passes, fails: a.fails + b.fails, errors: a.errors + b.errors };
}
