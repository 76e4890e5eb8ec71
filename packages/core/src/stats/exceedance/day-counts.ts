/** What came, one a row: passes of executions. */
export interface DayCounts {
  /** From 0 to the row's executions. */
  readonly passes: Int32Array;
  /** 1 or more; they need not be the executions that a forecast assumed. */
  readonly executions: Int32Array;
}

/**
 * The passes out of `assumed` executions that lie nearest to `passes` of `executions`, the greater of two that lie as near:
 * the same passes where the executions are the same. Exact up to a product of the executions of 2⁵².
 */
export function nearestPasses(passes: number, executions: number, assumed: number): number {
  if (executions === assumed) return passes;
  const doubled = 2 * passes * assumed + executions;
  return (doubled - (doubled % (2 * executions))) / (2 * executions);
}
