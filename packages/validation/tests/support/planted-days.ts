import type { Random } from '@dqs/core';
import { randomisedPits, rankedProbabilityScores, type ExceedanceTable } from '@dqs/core/stats';

import type { ScoredRows } from '../../src/index.js';

/** What is planted. */
export interface PlantedShape {
  readonly days?: number;
  readonly series?: number;
  /** Executions of every day. */
  readonly executions?: number;
  /** Correlation of the effect that all series share on a day with that of the day before. */
  readonly correlation?: number;
  /** Standard deviation of that effect, on the logit scale. */
  readonly effect?: number;
}

/** A forecaster as its error on the logit scale, on a day and for a series, and the share of the day's doubt it knows of. */
export interface Forecaster {
  readonly error?: (day: number, series: number) => number;
  readonly doubt?: number;
}

/** Doubt about the day's effect, as quantiles of equal probability of the standard normal distribution. */
const DOUBTS = [-1.5, -0.67, -0.21, 0.21, 0.67, 1.5] as const;

/**
 * Results whose distribution is known: each day all series share an effect that resembles that of the day before, and half
 * of its news cannot be known. The forecaster without an error and with all the doubt is the truth.
 */
export class PlantedDays {
  readonly #shape: Required<PlantedShape>;
  readonly #known: Float64Array;
  readonly #sd: number;
  readonly #came: { readonly passes: Int32Array; readonly executions: Int32Array };

  constructor(random: Random, shape: PlantedShape = {}) {
    this.#shape = { days: 28, series: 12, executions: 10, correlation: 0.5, effect: 0.7, ...shape };
    const { days, series, executions, correlation, effect } = this.#shape;
    // The news of a day are drawn from the quantiles themselves, so that the mixture over them is the truth.
    this.#sd = effect * Math.sqrt(1 - correlation ** 2);
    this.#known = new Float64Array(days);
    const passes = new Int32Array(days * series);
    let shared = effect * random.normal();
    for (let day = 0; day < days; day += 1) {
      this.#known[day] = correlation * shared;
      shared = this.#known[day]! + this.#sd * DOUBTS[random.integer(DOUBTS.length)]!;
      for (let s = 0; s < series; s += 1) {
        const p = logistic(levelOf(s, series) + shared);
        let passed = 0;
        for (let i = 0; i < executions; i += 1) if (random.next() < p) passed += 1;
        passes[day * series + s] = passed;
      }
    }
    this.#came = { passes, executions: new Int32Array(days * series).fill(executions) };
  }

  /** The scores of one forecaster beside those of another. */
  rows(model: Forecaster, naive: Forecaster): ScoredRows {
    const { days, series } = this.#shape;
    const { passes, executions } = this.#came;
    const table = this.#table(model);
    const scoresOf = (one: ExceedanceTable) => rankedProbabilityScores(one, this.#came).map((score) => 100 * score);
    const [crps, naiveCrps] = [scoresOf(table), scoresOf(this.#table(naive))];
    const actual = Float64Array.from(passes, (passed, row) => (100 * passed) / executions[row]!);
    const code = Int32Array.from({ length: days * series }, (_, row) => row % series);
    const segments = {
      level: { names: ['ATTRIBUTE', 'DATASET'], code: code.map((s) => s % 2) },
      rule: { names: Array.from({ length: series }, (_, s) => `r${s}`), code },
    };
    return {
      day: Int32Array.from(code, (_, row) => 20_000 + Math.floor(row / series)),
      actual,
      expected: actual,
      predicted: actual,
      naive: { none: actual },
      segments,
      distribution: {
        spread: 'learned',
        crps,
        pit: randomisedPits(table, this.#came, 1),
        bestNaive: { name: 'planted', crps: naiveCrps },
        bestOfLevel: naiveCrps,
        trailingBest: naiveCrps,
      },
    };
  }

  #table({ error = () => 0, doubt = 1 }: Forecaster): ExceedanceTable {
    const { days, series } = this.#shape;
    const { executions } = this.#shape;
    const rows = days * series;
    const exceedance = new Float64Array(rows * executions);
    for (let row = 0; row < rows; row += 1) {
      const [day, s] = [Math.floor(row / series), row % series];
      const middle = levelOf(s, series) + this.#known[day]! + error(day, s);
      const levels = exceedance.subarray(row * executions, (row + 1) * executions);
      for (const news of DOUBTS) addBinomial(levels, logistic(middle + doubt * this.#sd * news), 1 / DOUBTS.length);
    }
    return {
      offsets: Int32Array.from({ length: rows + 1 }, (_, row) => row * executions),
      numerator: new Int32Array(exceedance.length).map((_, i) => 1 + (i % executions)),
      executions: this.#came.executions,
      exceedance,
    };
  }
}

/** Adds P(passes ≥ 1 … n) of a binomial, weighted. */
function addBinomial(levels: Float64Array, p: number, weight: number): void {
  const n = levels.length;
  let [mass, reached] = [p ** n, 0];
  for (let m = n; m >= 1; m -= 1) {
    reached = Math.min(1, reached + mass);
    levels[m - 1]! += weight * reached;
    mass *= (m * (1 - p)) / ((n - m + 1) * p);
  }
}

/** Series pass between about a quarter and nine tenths of the time. */
function levelOf(series: number, count: number): number {
  return -1 + (3.2 * series) / Math.max(1, count - 1);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
