import { Random } from '../../src/random.js';
import {
  binCounts,
  binomialTable,
  brierSplit,
  chiSquaredQuantile,
  chiSquaredSurvival,
  equalBins,
  kolmogorovSmirnovDistance,
  kolmogorovSmirnovPValue,
  kolmogorovSurvival,
  leastSquaresLine,
  populationStabilityIndex,
  psiLimit,
  randomisedPits,
  wassersteinDistance,
  wilsonInterval,
} from '../../src/stats/index.js';

/** What `scripts/make-statistics-fixtures.py` writes. */
export interface ScipyCases {
  readonly chiSquared: Record<'survival' | 'quantile', readonly [number, number, number][]>;
  readonly kolmogorov: readonly [number, number][];
  readonly histograms: readonly HistogramCase[];
  readonly wilson: readonly [number, number, number, number, number][];
  readonly odds: readonly OddsCase[];
  readonly pits: readonly [number, number, number, number, number][];
}

interface HistogramCase extends Record<'psi' | 'limit' | 'wasserstein' | 'ks' | 'ksPValue' | 'n' | 'm', number> {
  readonly bins: readonly [number[], number[]];
  readonly values: readonly number[];
  readonly counts: readonly [number[], number[]];
}

type OddsFigure = 'brier' | 'reliability' | 'resolution' | 'uncertainty' | 'within' | 'slope' | 'intercept';
interface OddsCase extends Record<OddsFigure, number> {
  readonly probability: readonly number[];
  readonly came: readonly number[];
}

/** By statistic the greatest distance from SciPy or the exact value: of probabilities in tails relative, else absolute. */
export function greatestErrors(cases: ScipyCases): Record<string, number> {
  const { survival, quantile } = cases.chiSquared;
  const relative = (value: number, truth: number) => Math.abs(value / truth - 1);
  return {
    'chi-squared, tail': most(survival, ([x, freedom, p]) => relative(chiSquaredSurvival(x, freedom), p)),
    'chi-squared, quantile': most(quantile, ([p, freedom, x]) => relative(chiSquaredQuantile(p, freedom), x)),
    'Kolmogorov, tail': most(cases.kolmogorov, ([x, p]) => Math.abs(kolmogorovSurvival(x) - p)),
    ...histogramErrors(cases.histograms),
    Wilson: most(cases.wilson, ([k, n, confidence, low, high]) => {
      const band = wilsonInterval(k, n, confidence);
      return Math.max(Math.abs(band.low - low), Math.abs(band.high - high));
    }),
    'Murphy and line': most(cases.odds, oddsError),
    PIT: most(cases.pits, pitError),
  };
}

function most<T>(cases: readonly T[], error: (one: T) => number): number {
  return cases.reduce((greatest, one) => Math.max(greatest, error(one)), 0);
}

function histogramErrors(cases: readonly HistogramCase[]): Record<string, number> {
  return {
    PSI: most(cases, ({ bins: [e, a], psi }) => Math.abs(populationStabilityIndex(e, a) - psi)),
    'limit of PSI': most(cases, ({ bins: [e], n, m, limit }) => Math.abs(psiLimit(e.length, n, m) - limit)),
    Wasserstein: most(cases, ({ values, counts: [e, a], wasserstein }) =>
      Math.abs(wassersteinDistance(values, e, a) - wasserstein),
    ),
    KS: most(cases, ({ counts: [e, a], n, m, ks, ksPValue }) => {
      const distance = kolmogorovSmirnovDistance(e, a);
      return Math.max(Math.abs(distance - ks), Math.abs(kolmogorovSmirnovPValue(distance, n, m) - ksPValue));
    }),
  };
}

function oddsError(one: OddsCase): number {
  const { probability, came } = one;
  const bin = equalBins(probability, 10);
  const sumBy = (value: (i: number) => number) => {
    const sums = new Float64Array(10);
    bin.forEach((b, i) => (sums[b]! += value(i)));
    return sums;
  };
  const [p, o] = [(i: number) => probability[i]!, (i: number) => came[i]!];
  const sums = {
    count: binCounts(probability, 10),
    probability: sumBy(p),
    came: sumBy(o),
    squared: sumBy((i) => p(i) ** 2),
    cameProbability: sumBy((i) => p(i) * o(i)),
  };
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const line = leastSquaresLine({
    n: probability.length,
    x: total(sums.probability),
    y: total(sums.came),
    xx: total(sums.squared),
    xy: total(sums.cameProbability),
  });
  const found = { ...brierSplit(sums), ...line };
  return Math.max(...(Object.keys(found) as OddsFigure[]).map((key) => Math.abs(found[key] - one[key])));
}

/** PITs of many seeds lie between the two ends and fill the range between them evenly; this is the distance of the ends. */
function pitError([k, n, p, below, at]: ScipyCases['pits'][number]): number {
  const table = binomialTable(Int32Array.of(n), Float64Array.of(p));
  const came = { passes: Int32Array.of(k), executions: Int32Array.of(n) };
  const [a, b] = [pitAt(table, came, 1), pitAt(table, came, 2)];
  // Two draws and their uniform numbers give the line through them, whose ends are P(Y < k) and P(Y ≤ k).
  const slope = (b.pit - a.pit) / (b.uniform - a.uniform);
  const start = a.pit - slope * a.uniform;
  return Math.max(Math.abs(start - below), Math.abs(start + slope - at));
}

function pitAt(...[table, came, seed]: Parameters<typeof randomisedPits>) {
  return { pit: randomisedPits(table, came, seed)[0]!, uniform: new Random(seed).next() };
}
