import {
  kolmogorovSmirnovDistance,
  populationStabilityIndex,
  psiLimit,
  shareDrift,
  wassersteinDistance,
  type BinnedDays,
} from '@dqs/core/stats';

/** What may drift: an input of the model, what it says, or what comes. */
export type DriftKind = 'feature' | 'forecast' | 'target';

/** A quantity on the days of a window against a reference. */
export interface DriftInput extends BinnedDays {
  readonly kind: DriftKind;
  /** Mean size of what a feature adds to a forecast, in points; `undefined` where unknown. Not used of other kinds. */
  readonly meanContribution?: number | undefined;
}

/** How far a quantity has moved. NaN where there are no values. */
export interface DriftStatistics {
  readonly values: number;
  readonly referenceValues: number;
  /** Over the frozen bins. */
  readonly psi: number;
  /** What it must exceed, with the sizes that correlated days leave: see `psiLimit` and `shareDrift`. */
  readonly psiLimit: number;
  readonly ks: number;
  /** In the units of the quantity; NaN of categories. */
  readonly wasserstein: number;
  /** Share of the mass that lies in another bin than in the reference, 0 to 1. */
  readonly movedShare: number;
  readonly missingShare: number;
  readonly referenceMissingShare: number;
  /** Share of values outside the reference: extrapolation, or unseen categories. */
  readonly outsideShare: number;
  /** Probability of such distances of values or of missing ones if nothing has changed. */
  readonly pValue: number;
  /** By how much days that move together raise the variance. */
  readonly designEffect: number;
}

/**
 * All distances of one quantity.
 *
 * @param alpha share of equal distributions beyond the limit of PSI.
 */
export function driftStatistics(input: DriftInput, alpha: number): DriftStatistics {
  const { reference, daily, referenceMissing, dailyMissing, positions, isCategorical } = input;
  const observed = Float64Array.from(daily, total);
  const [n, m] = [total(observed), total(reference)];
  const missing = total(dailyMissing);
  const drift = shareDrift(reference, observed, daily);
  const effect = Number.isNaN(drift.designEffect) ? 1 : drift.designEffect;
  return {
    values: n,
    referenceValues: m,
    psi: populationStabilityIndex(reference, observed),
    psiLimit: psiLimit(usedBins(reference, observed), n / effect, m / effect, alpha),
    ks: isCategorical ? Number.NaN : kolmogorovSmirnovDistance(reference, observed),
    wasserstein: isCategorical ? Number.NaN : wassersteinDistance(positions, reference, observed),
    movedShare: movedShare(reference, observed),
    missingShare: missing / (n + missing),
    referenceMissingShare: referenceMissing / (m + referenceMissing),
    outsideShare: input.outside / n,
    // Two looks at the same days: Bonferroni.
    pValue: Math.min(1, 2 * Math.min(drift.pValue, missingPValue(input, observed))),
    designEffect: effect,
  };
}

function missingPValue({ reference, referenceMissing, daily, dailyMissing }: DriftInput, observed: Float64Array) {
  const there = dailyMissing.map((_, day) => daily.reduce((sum, counts) => sum + counts[day]!, 0));
  const expected = Float64Array.of(total(reference), referenceMissing);
  return shareDrift(expected, Float64Array.of(total(observed), total(dailyMissing)), [there, dailyMissing]).pValue;
}

/** Bins that neither side uses are no way to differ. */
function usedBins(reference: Float64Array, observed: Float64Array): number {
  return reference.reduce((count, value, bin) => count + (value > 0 || observed[bin]! > 0 ? 1 : 0), 0);
}

/** Total variation: half the sum of the differences of shares. */
function movedShare(reference: Float64Array, observed: Float64Array): number {
  const [m, n] = [total(reference), total(observed)];
  return reference.reduce((sum, count, bin) => sum + Math.abs(count / m - observed[bin]! / n), 0) / 2;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
