import { normalCdf } from '@dqs/core/stats';

/** Wilcoxon's signed-rank test (Wilcoxon 1945) of differences that are symmetric around 0 if nothing has changed. */
export interface WilcoxonTest {
  /** The smaller of the rank sums of positive and of negative differences. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** `exact` if the distribution was enumerated, `normal` if it was approximated. */
  readonly method: 'exact' | 'normal';
  /** Differences that are not 0. */
  readonly count: number;
}

/** Up to this many differences without ties or zeros the distribution is enumerated. */
const EXACT_UP_TO = 50;

/**
 * Wilcoxon's signed-rank test: differences of 0 are left out (Wilcoxon's own rule), ties share their mean rank. Equal to
 * SciPy's `wilcoxon` with `mode='exact'` or `mode='approx'` (no continuity correction, corrected for ties).
 *
 * @param differences of pairs, second minus first.
 * @param method which distribution to use; by default exact for up to 50 differences without ties or zeros.
 * @returns undefined if all differences are 0.
 */
export function wilcoxonTest(
  differences: ArrayLike<number>,
  method?: WilcoxonTest['method'],
): WilcoxonTest | undefined {
  const kept = Array.from(differences).filter((value) => value !== 0);
  if (kept.length === 0) return undefined;
  const { positive, negative, tieCorrection } = rankSums(kept);
  const hasTies = tieCorrection > 0 || kept.length < differences.length;
  const chosen = method ?? (hasTies || kept.length > EXACT_UP_TO ? 'normal' : 'exact');
  const statistic = Math.min(positive, negative);
  const pValue =
    chosen === 'exact' ? exactPValue(statistic, kept.length) : normalPValue(statistic, kept.length, tieCorrection);
  return { statistic, pValue, method: chosen, count: kept.length };
}

function rankSums(differences: readonly number[]) {
  const sorted = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  const sums = { positive: 0, negative: 0, tieCorrection: 0 };
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && Math.abs(sorted[to]!) === Math.abs(sorted[from]!)) to += 1;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) sums[sorted[i]! > 0 ? 'positive' : 'negative'] += rank;
    sums.tieCorrection += (to - from) ** 3 - (to - from);
    from = to;
  }
  return sums;
}

/** Twice the share of the 2ⁿ sign patterns with a rank sum as small, counted by adding one rank at a time. */
function exactPValue(statistic: number, count: number): number {
  const most = (count * (count + 1)) / 2;
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= count; rank += 1) {
    for (let sum = most; sum >= rank; sum -= 1) ways[sum]! += ways[sum - rank]!;
  }
  let atMost = 0;
  for (let sum = 0; sum <= Math.floor(statistic); sum += 1) atMost += ways[sum]!;
  return Math.min(1, (2 * atMost) / 2 ** count);
}

function normalPValue(statistic: number, count: number, tieCorrection: number): number {
  const mean = (count * (count + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1) - tieCorrection / 2) / 24;
  return Math.min(1, 2 * normalCdf((statistic - mean) / Math.sqrt(variance)));
}
