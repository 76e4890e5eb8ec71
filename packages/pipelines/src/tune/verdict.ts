import type { Trial } from '@dqs/search';

import type { TuningComparison } from './comparison.js';

/** The basis of the verdict. */
export interface VerdictInput {
  readonly comparison: TuningComparison;
  readonly best: Trial;
  readonly defaults: Trial | null;
  readonly trials: number;
}

/**
 * One honest sentence about a search: what the tuned parameters gained on days that the search never saw, with its
 * interval, and, without a gain, the likely reason.
 */
export function tuningVerdict({ comparison, best, defaults, trials }: VerdictInput): string {
  const { improvement, maeImprovement, verdict, from, to, days } = comparison;
  const crps = (of: TuningComparison['tuned']) => of.scores[0]!.distribution!.model.crps.toFixed(3);
  const figures =
    `CRPS ${crps(comparison.defaults)} with the defaults, ${crps(comparison.tuned)} tuned: improvement ` +
    `${signed(improvement.mean)} points, 95 % interval ${signed(improvement.low)} to ${signed(improvement.high)} ` +
    `(MAE ${signed(maeImprovement.mean)}), on ${from} to ${to} (${days} days), which the search never saw`;
  if (verdict === 'tuned better') return `Tuned parameters are better: ${figures}.`;
  if (verdict === 'defaults better') return `The defaults are better: ${figures}. ${reason(best, defaults, trials)}`;
  return `Inconclusive: ${figures}; ${comparison.reason}. ${reason(best, defaults, trials)}`;
}

function reason(best: Trial, defaults: Trial | null, trials: number): string {
  if (!defaults || defaults.value === null) {
    return `The best of ${trials} trials scored ${best.value!.toFixed(3)} in validation; the defaults are outside the space, so the gain there is unknown.`;
  }
  const gain = defaults.value - best.value!;
  if (best.number === defaults.number) {
    return `None of ${trials} trials beat the defaults in validation, so the defaults are the result.`;
  }
  return (
    `In validation the best of ${trials} trials gained ${signed(gain)} points (${defaults.value.toFixed(3)} to ` +
    `${best.value!.toFixed(3)}); the best of many is partly luck, and such a small gain may not carry over to other days.`
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
