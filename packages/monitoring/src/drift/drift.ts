import { benjaminiHochbergLimit } from '@dqs/core/stats';

import { atLeast, atMost, finite, judged, type Judged } from '../reason.js';
import { driftStatistics, type DriftInput, type DriftKind, type DriftStatistics } from './drift-statistics.js';

/** Requirements of a drift that counts. */
export interface DriftRules {
  /** Share of false ones among those that are called drifted. @default 0.05 */
  readonly q?: number;
  /** Share of equal distributions beyond the limit of PSI. @default 0.01 */
  readonly alpha?: number;
  /** Least expected loss, as a share of the MAE. @default 0.05 */
  readonly leastImpact?: number;
}

/** A quantity with what its drift may cost. Numbers are null where unknown. */
export interface DriftRow extends Judged {
  readonly name: string;
  readonly kind: DriftKind;
  readonly statistics: Readonly<Record<keyof DriftStatistics, number | null>>;
  /** p-value adjusted for the number of quantities: the q at which it would be rejected. */
  readonly qValue: number;
  /**
   * Expected loss in points: share of the mass that moved × mean size of the contribution; of forecasts and results the
   * distance that they moved.
   */
  readonly expectedLoss: number | null;
  /** The same as a share of the MAE. */
  readonly ofTheError: number | null;
}

/** A change of the share of missing values below this is not worth a row. */
const LEAST_MISSING = 0.05;

/**
 * Which quantities have drifted so that it counts, the costliest first: beyond the limit of PSI for their size, or of missing
 * values, rejected by Benjamini and Hochberg's rule among all, and of an expected loss of at least 5 % of the MAE.
 *
 * @param mae of the forecasts, in points; NaN makes every impact unknown.
 */
export function driftOf(inputs: readonly DriftInput[], mae: number, rules: DriftRules = {}): DriftRow[] {
  const { q = 0.05, alpha = 0.01, leastImpact = 0.05 } = rules;
  const all = inputs.map((input) => driftStatistics(input, alpha));
  const limit = benjaminiHochbergLimit(
    all.map(({ pValue }) => pValue),
    q,
  );
  const qValues = adjusted(all.map(({ pValue }) => pValue));
  const rows = inputs.map(({ name, kind, meanContribution }, i): DriftRow => {
    const statistics = all[i]!;
    const loss = kind === 'feature' ? lossOfFeature(statistics, meanContribution) : statistics.wasserstein;
    const reasons = [
      distance(statistics),
      atMost('p-value, limit by Benjamini and Hochberg', statistics.pValue, limit),
      atLeast('expected loss, share of the MAE', loss / mae, leastImpact),
    ];
    return {
      name,
      kind,
      statistics: finiteStatistics(statistics),
      qValue: qValues[i]!,
      expectedLoss: finite(loss),
      ofTheError: finite(loss / mae),
      ...judged(reasons),
    };
  });
  return rows.sort((a, b) => rank(b) - rank(a));
}

/** The distance of the values, unless it is their absence that moved: then its share. */
function distance({ psi, psiLimit, missingShare, referenceMissingShare }: DriftStatistics) {
  const moved = Math.abs(missingShare - referenceMissingShare);
  if (!(psi >= psiLimit) && moved >= LEAST_MISSING) return atLeast('change of missing values', moved, LEAST_MISSING);
  return atLeast('PSI, limit for its size', psi, psiLimit);
}

function lossOfFeature(statistics: DriftStatistics, meanContribution = Number.NaN): number {
  const { movedShare, missingShare, referenceMissingShare } = statistics;
  return meanContribution * Math.max(movedShare || 0, Math.abs(missingShare - referenceMissingShare));
}

function finiteStatistics(statistics: DriftStatistics): DriftRow['statistics'] {
  const entries = Object.entries(statistics) as [keyof DriftStatistics, number][];
  return Object.fromEntries(entries.map(([key, value]) => [key, finite(value)])) as DriftRow['statistics'];
}

/** What counts comes first, then by expected loss; equal ones stay as they were. */
function rank({ verdict, expectedLoss }: DriftRow): number {
  return (verdict === 'fail' ? 1e9 : 0) + (expectedLoss ?? -1);
}

/** Adjusted p-values of Benjamini and Hochberg. */
function adjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const result = pValues.map(() => 1);
  let least = 1;
  for (let rank = order.length; rank > 0; rank -= 1) {
    const i = order[rank - 1]!;
    least = Math.min(least, (pValues[i]! * order.length) / rank);
    result[i] = least;
  }
  return result;
}
