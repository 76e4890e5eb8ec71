import type { Random } from '@dqs/core';

/** Shocks of a day in logits, as shares of their size, with probabilities: few, so that a forecast can allow for each exactly. */
export const SHOCKS = [-2, -1, 0, 1, 2] as const;
const SHOCK_PROBABILITIES = [0.05, 0.2, 0.5, 0.2, 0.05] as const;

/** Draws the place of a shock in {@link SHOCKS}. */
export function drawShock(random: Random): number {
  let rest = random.next();
  return Math.max(
    0,
    SHOCK_PROBABILITIES.findIndex((probability) => (rest -= probability) < 0),
  );
}

/** The distribution of passes that allows for every shock: P(passes ≤ k) for k from 0 to the executions. */
export function honestCdf(logit: number, size: number, executions: number, cdf: Float64Array): void {
  cdf.fill(0, 0, executions + 1);
  SHOCKS.forEach((shock, i) => addBinomial(cdf, executions, logistic(logit + size * shock), SHOCK_PROBABILITIES[i]!));
  let sum = 0;
  for (let k = 0; k <= executions; k += 1) cdf[k] = sum += cdf[k]!;
}

function addBinomial(pmf: Float64Array, n: number, p: number, weight: number): void {
  const odds = p / (1 - p);
  let term = weight * (1 - p) ** n;
  for (let k = 0; k <= n; k += 1) {
    pmf[k]! += term;
    term *= ((n - k) / (k + 1)) * odds;
  }
}

/** The inverse of the logit, kept off 0 and 1. */
export function logistic(x: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, 1 / (1 + Math.exp(-x))));
}
