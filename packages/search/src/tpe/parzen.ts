import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Random } from '@dqs/core';

import type { Dimension } from '../space/dimension.js';

/** Options of the kernels of a {@link ParzenEstimator}. */
export interface ParzenOptions {
  /** Weight of the prior, flat over the whole space, relative to one observation. */
  readonly priorWeight: number;
  /** Standard deviation of a kernel for one observation and one dimension, as a share of the range. */
  readonly bandwidth: number;
  /** Minimum width of a kernel. */
  readonly leastBandwidth: number;
}

/** Kernels of dimensions with up to this many levels are tables; more levels are practically continuous. */
const TABLE_LEVELS = 64;

/** Kernels of all observations in one dimension. */
interface Kernels {
  /** Adds the log density at `unit` of every component to `into`, one entry a component. */
  addLogDensity(unit: number, into: Float64Array): void;
  /** A coordinate drawn from the kernel of a component. */
  draw(component: number, random: Random): number;
}

/**
 * A density over some dimensions of a space: a mixture of one kernel around every observation and a flat prior. Kernels
 * are products over the dimensions, which keeps dependencies between them (multivariate TPE: Falkner, Klein and Hutter,
 * "BOHB", ICML 2018). Numbers have truncated normal kernels, summed over each value's share where values are discrete;
 * categories have most of their mass on the observed one.
 */
export class ParzenEstimator {
  readonly #kernels: readonly Kernels[];
  readonly #logWeights: Float64Array;
  readonly #cumulative: Float64Array;
  readonly #scratch: Float64Array;

  /**
   * @param dimensions the dimensions of the density.
   * @param columns coordinates of the observations, one array per dimension.
   * @param weights weight of each observation, above 0.
   */
  constructor(
    dimensions: readonly Dimension[],
    columns: readonly Float64Array[],
    weights: Float64Array,
    options: ParzenOptions,
  ) {
    const count = weights.length;
    const width = options.bandwidth * Math.max(1, count) ** (-1 / (dimensions.length + 4));
    const sigma = Math.max(width, options.leastBandwidth);
    this.#kernels = dimensions.map((dimension, i) => kernelsOf(dimension, columns[i]!, sigma, options.priorWeight));
    const all = withLast(weights, options.priorWeight);
    const total = all.reduce((sum, weight) => sum + weight, 0);
    this.#logWeights = all.map((weight) => Math.log(weight / total));
    let sum = 0;
    this.#cumulative = all.map((weight) => (sum += weight / total));
    this.#scratch = new Float64Array(count + 1);
  }

  /**
   * Log density at a point, one number per dimension, up to a constant shared by all estimators of the same dimensions.
   */
  logDensity(units: readonly number[]): number {
    const logs = this.#scratch;
    logs.set(this.#logWeights);
    this.#kernels.forEach((kernels, i) => kernels.addLogDensity(units[i]!, logs));
    return logSumExp(logs);
  }

  /** A point drawn from the density, one number per dimension. */
  draw(random: Random): number[] {
    const at = random.next();
    const found = this.#cumulative.findIndex((sum) => at < sum);
    const component = found < 0 ? this.#cumulative.length - 1 : found;
    return this.#kernels.map((kernels) => kernels.draw(component, random));
  }
}

function kernelsOf(dimension: Dimension, places: Float64Array, sigma: number, priorWeight: number): Kernels {
  if (dimension.isCategorical) return categoricalKernels(dimension, places, priorWeight);
  return dimension.levels <= TABLE_LEVELS
    ? tableKernels(dimension, places, sigma)
    : normalKernels(withLast(places, 0.5), sigma);
}

/** Truncated normal kernels; the last is the prior, as wide as the range. */
function normalKernels(means: Float64Array, sigma: number): Kernels {
  const prior = means.length - 1;
  const mass = means.map((mean, i) => massInside(mean, i === prior ? 1 : sigma));
  const constants = mass.map((of, i) => -Math.log(of * (i === prior ? 1 : sigma)));
  const factor = -0.5 / (sigma * sigma);
  return {
    addLogDensity(unit, into) {
      for (let i = 0; i < prior; i += 1) {
        const distance = unit - means[i]!;
        into[i]! += factor * distance * distance + constants[i]!;
      }
      into[prior]! += -0.5 * (unit - 0.5) ** 2 + constants[prior]!;
    },
    draw(component, random) {
      const mean = means[component]!;
      const width = component === prior ? 1 : sigma;
      const below = normalCdf(0, mean, width);
      const place = normalQuantile(below + random.next() * mass[component]!, mean, width);
      return Math.min(1, Math.max(0, place));
    },
  };
}

/** Normal kernels over few levels: the mass of each level from every other is computed once. */
function tableKernels(dimension: Dimension, places: Float64Array, sigma: number): Kernels {
  const { levels } = dimension;
  const cells = Array.from({ length: levels }, (_, level) => dimension.cell(level));
  const rowFor = (mean: number, width: number): Float64Array => {
    const whole = massOf(0, 1, mean, width);
    return Float64Array.from(cells, ([from, to]) => Math.max(1e-300, massOf(from, to, mean, width) / whole));
  };
  const rows = new Map<number, Float64Array>();
  const observed = Array.from(places, (place) => {
    let row = rows.get(place);
    if (!row) rows.set(place, (row = rowFor(place, sigma)));
    return row;
  });
  return tabulated(dimension, [...observed, rowFor(0.5, 1)]);
}

/** Every category gets a small share; the observed one has the rest (the kernel of Aitchison and Aitken 1976). */
function categoricalKernels(dimension: Dimension, places: Float64Array, priorWeight: number): Kernels {
  const { levels } = dimension;
  const little = priorWeight / (places.length + 1) / levels;
  const rowFor = (observed: number): Float64Array =>
    new Float64Array(levels).map((_, level) => (little + (level === observed ? 1 : 0)) / (1 + little * levels));
  const rows = Array.from({ length: levels }, (_, level) => rowFor(level));
  const flat = new Float64Array(levels).fill(1 / levels);
  return tabulated(dimension, [...Array.from(places, (place) => rows[dimension.levelAt(place)]!), flat]);
}

function tabulated(dimension: Dimension, rows: readonly Float64Array[]): Kernels {
  const logs = new Map(rows.map((row) => [row, row.map(Math.log)]));
  const logRows = rows.map((row) => logs.get(row)!);
  return {
    addLogDensity(unit, into) {
      const level = dimension.levelAt(unit);
      for (let i = 0; i < logRows.length; i += 1) into[i]! += logRows[i]![level]!;
    },
    draw(component, random) {
      let rest = random.next();
      const row = rows[component]!;
      let level = 0;
      while (level < row.length - 1 && (rest -= row[level]!) >= 0) level += 1;
      const [from, to] = dimension.cell(level);
      return (from + to) / 2;
    },
  };
}

function withLast(values: Float64Array, last: number): Float64Array {
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = last;
  return longer;
}

/** Mass of a normal distribution within the range; tails below a billionth are ignored. */
function massInside(mean: number, sigma: number): number {
  return mean > 6 * sigma && 1 - mean > 6 * sigma ? 1 : massOf(0, 1, mean, sigma);
}

/** Mass of a normal distribution between two points; never 0, so that it can be a divisor. */
function massOf(from: number, to: number, mean: number, sigma: number): number {
  return Math.max(1e-300, normalCdf(to, mean, sigma) - normalCdf(from, mean, sigma));
}

function logSumExp(logs: Float64Array): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const log of logs) if (log > greatest) greatest = log;
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - greatest);
  return greatest + Math.log(sum);
}
