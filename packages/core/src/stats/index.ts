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
export { fSurvival } from './f-distribution.js';
export { logGamma } from './log-gamma.js';
export { normalCdf, normalQuantile } from './normal.js';
export { tCdf, tQuantile, twoSidedTPValue } from './student-t.js';
export { absoluteErrors, meanAbsoluteError, meanError, rootMeanSquaredError } from './errors.js';
export { weightedLogLoss } from './log-loss.js';
export { median, quantile, quantileOfSorted } from './order.js';
export { roundedToSum } from './rounded-to-sum.js';
export { kolmogorovSmirnovDistance, populationStabilityIndex } from './psi.js';
