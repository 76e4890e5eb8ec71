export { benjaminiHochbergLimit } from './benjamini-hochberg.js';
export { holmRejections } from './holm.js';
export { eBenjaminiHochbergLimit } from './e-benjamini-hochberg.js';
export { compareByDay, type ComparisonRule, type ComparisonVerdict, type DailyComparison } from './loss-comparison.js';
export {
  longRunVariance,
  serialMean,
  type DailySums,
  type LongRunVariance,
  type MeanInterval,
  type SerialMean,
} from './serial-mean.js';
export { meanVarianceInflation, serialCorrelation } from './serial-correlation.js';
export { clusteredMean, type MeanWithError } from './clustered-mean.js';
export { binomialCdf, binomialMedian } from './binomial.js';
export { exceedanceAt, passesAbove, type ExceedanceTable } from './exceedance/table.js';
export {
  belowTarget,
  belowTargets,
  lowerBound,
  lowerThreshold,
  meanPercentage,
  medianPercentage,
  percentageAbove,
  percentagesAbove,
  summarizeTable,
  targetPasses,
  upperBound,
  upperThreshold,
  type ExceedanceSummary,
} from './exceedance/summary.js';
export { binomialTable, EXACT_EXECUTIONS } from './exceedance/binomial-table.js';
export { fSurvival } from './f-distribution.js';
export { logGamma } from './log-gamma.js';
export { normalCdf, normalQuantile } from './normal.js';
export { tCdf, tQuantile, twoSidedTPValue } from './student-t.js';
export { absoluteErrors, meanAbsoluteError, meanError, rootMeanSquaredError } from './errors.js';
export { weightedLogLoss } from './log-loss.js';
export { median, quantile, quantileOfSorted } from './order.js';
export { pinballLoss } from './pinball-loss.js';
export { roundedToSum } from './rounded-to-sum.js';
export { kolmogorovSmirnovDistance, populationStabilityIndex, psiLimit } from './psi.js';
export { kolmogorovSmirnovPValue, kolmogorovSurvival } from './kolmogorov.js';
export { wassersteinDistance } from './wasserstein.js';
export { shareDrift, type ShareDrift } from './share-drift.js';
export type { BinnedDays } from './binned-days.js';
export { chiSquaredQuantile, chiSquaredSurvival } from './chi-squared.js';
export { wilsonInterval, wilsonScoreInterval, type ShareInterval } from './wilson-interval.js';
export { dailyShare, type DailyShare } from './daily-share.js';
export { brierSplit, type BrierSplit, type OddsSums } from './brier-split.js';
export { leastSquaresLine, type Line, type PairSums } from './least-squares-line.js';
export {
  differenceCorrelation,
  eValue,
  extendEProcess,
  joinEProcesses,
  startEProcess,
  type EProcess,
} from './e-process.js';
export { confidenceSequence, type SequenceDay, type SequenceRule } from './confidence-sequence.js';
export { cusumLimit, cusumRunLength, EMPTY_CUSUM, extendCusum, type Cusum } from './cusum.js';
export { binCounts, equalBins } from './equal-bins.js';
export { expectedCalibrationError, reliability, type ReliabilityBin } from './reliability.js';
export type { DayCounts } from './exceedance/day-counts.js';
export { rankedProbabilityScores } from './exceedance/ranked-probability-scores.js';
export { logScores } from './exceedance/log-scores.js';
export { intervalScores } from './exceedance/interval-scores.js';
export { coveredByPit, pitsAt, randomisedPits } from './exceedance/randomised-pits.js';
