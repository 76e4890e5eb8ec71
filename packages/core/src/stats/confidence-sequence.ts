import { eValues, startEProcess } from './e-process.js';

/** Means that are asked about, evenly between the bounds; between them evidence is nearly a straight line. */
const MEANS = 100;

/** Where the mean of differences lies after a day, whenever one looks. */
export interface SequenceDay {
  /** Mean of the differences so far; NaN before the first. */
  readonly mean: number;
  /** Ends of the interval; the bounds where nothing is refuted yet. */
  readonly low: number;
  readonly high: number;
}

/** How a confidence sequence is made. */
export interface SequenceRule {
  /** Above 0, fixed before the first difference: a difference beyond it, on either side, counts as it. */
  readonly bound: number;
  /** Correlation of successive differences that is assumed before any is known. @default that of `startEProcess` */
  readonly correlation?: number;
  /** Share of sequences that ever leave the mean out. @default 0.05 */
  readonly alpha?: number;
}

/**
 * A confidence sequence of the mean of bounded differences: an interval for each day, all of which hold the mean so far at once
 * with a probability of 1 − α, so that one may look every day and stop at any. It is what the bets of `extendEProcess` do not
 * refute: a mean m is outside once the e-value of "the differences are above m", or of "below m", has reached 2 / α. So 0 lies
 * outside exactly where those e-processes say that one side is better.
 *
 * @param differences one a day, in order of time; NaN, a day without results, leaves the interval as it is.
 * @returns one entry a difference.
 */
export function confidenceSequence(
  differences: ArrayLike<number>,
  { bound, correlation, alpha = 0.05 }: SequenceRule,
): SequenceDay[] {
  const limit = Math.log(2 / alpha);
  const cut = Float64Array.from({ length: differences.length }, (_, day) =>
    Math.max(-bound, Math.min(bound, differences[day]!)),
  );
  const low = refutedUpTo(cut, bound, correlation, limit);
  const reversed = refutedUpTo(
    cut.map((difference) => -difference),
    bound,
    correlation,
    limit,
  );
  let [sum, count] = [0, 0];
  return Array.from(cut, (difference, day) => {
    if (difference === difference) [sum, count] = [sum + difference, count + 1];
    return { mean: count === 0 ? Number.NaN : sum / count, low: low[day]!, high: -reversed[day]! };
  });
}

/** By day, the greatest mean that the differences so far are certainly above; −bound while none is. */
function refutedUpTo(
  differences: Float64Array,
  bound: number,
  correlation: number | undefined,
  limit: number,
): Float64Array {
  const step = (2 * bound) / MEANS;
  // Means in ascending order, each with its bets. What is refuted of one is refuted of all below it.
  const bets = Array.from({ length: MEANS }, (_, i) => {
    const mean = -bound + (i + 1) * step;
    const above = differences.map((difference) => difference - mean);
    return { mean, evidence: eValues(startEProcess(bound + mean, correlation), above).map(Math.log) };
  });
  return differences.map((_, day) => crossing(bets, day, -bound, limit));
}

/** Where the logarithm of the e-value of a day falls below the limit, by straight lines between the means. */
function crossing(
  bets: readonly { readonly mean: number; readonly evidence: Float64Array }[],
  day: number,
  least: number,
  limit: number,
): number {
  let [below, above] = [-1, bets.length];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (bets[middle]!.evidence[day]! >= limit) below = middle;
    else above = middle;
  }
  if (below < 0) return least;
  if (above === bets.length) return bets[below]!.mean;
  const [{ mean, evidence: strong }, { mean: next, evidence: weak }] = [bets[below]!, bets[above]!];
  const share = strong[day] === weak[day] ? 0 : (strong[day]! - limit) / (strong[day]! - weak[day]!);
  return mean + share * (next - mean);
}
