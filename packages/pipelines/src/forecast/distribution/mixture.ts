import { groupRows } from '@dqs/core';

import type { PastWeights } from './past-weights.js';
import { minimiseOnSimplex } from './simplex.js';

/** Days after which what was learned counts half. */
const HALF_LIFE_DAYS = 28;
/** Days of all rules together that every rule starts from. Far ahead, where results tell less, a rule's own days count for less. */
export const PRIOR_DAYS = { near: 20, far: 100 } as const;
const RIDGE = 1e-3;

/** Sums of a group of forecasts, from which weights follow. */
interface Sums {
  /** experts × experts, row by row: how alike they are. */
  readonly a: Float64Array;
  /** By expert: how far each agrees with what came. */
  readonly b: Float64Array;
  /** Decayed number of days behind them. */
  days: number;
}

/** What a {@link Mixture} has learned. Survives JSON. */
export interface MixtureState {
  readonly experts: readonly string[];
  /** Last day whose results are in, days since 1970-01-01; null before the first. */
  readonly upTo: number | null;
  readonly rules: readonly {
    readonly rule: string;
    readonly days: number;
    readonly a: readonly number[];
    readonly b: readonly number[];
  }[];
  /** The weights of the days on the way here, so that forecasts as of one of them need not learn anew. */
  readonly past?: PastWeights;
}

/** The forecasts of one day whose results have come. */
export interface KnownDay {
  readonly day: number;
  /** Name of the rule of each row. */
  readonly rule: readonly string[];
  /** Levels of row i: `offsets[i] … offsets[i + 1] − 1`. */
  readonly offsets: Int32Array;
  /** Width of each level in pass fraction: the level minus the one below. */
  readonly width: Float64Array;
  /** 1 where the result reached the level. */
  readonly reached: Uint8Array;
  /** By expert: chance of reaching each level. */
  readonly experts: readonly Float64Array[];
}

/**
 * Weights of experts by rule, learned day by day: those with which the weighted sum of their distributions would have had the
 * least CRPS, `Σ width (Σ w_e S_e − reached)²`, which is quadratic in the weights. A day counts once for a rule, however many
 * datasets share its shock; a rule with few days behind it is led by all rules together.
 */
export class Mixture {
  readonly #experts: readonly string[];
  readonly #rules = new Map<string, Sums>();
  #upTo: number | null = null;
  #weights = new Map<string, Float64Array>();
  #all?: Sums;

  readonly #priorDays: number;

  /** @param priorDays days of all rules together that every rule starts from. */
  constructor(experts: readonly string[], priorDays: number = PRIOR_DAYS.near) {
    this.#experts = experts;
    this.#priorDays = priorDays;
  }

  /** A mixture that goes on where one of before stopped. */
  static from(state: MixtureState, priorDays: number = PRIOR_DAYS.near): Mixture {
    const mixture = new Mixture(state.experts, priorDays);
    mixture.#upTo = state.upTo;
    for (const { rule, days, a, b } of state.rules) {
      mixture.#rules.set(rule, { days, a: Float64Array.from(a), b: Float64Array.from(b) });
    }
    return mixture;
  }

  /** Rules of which something was learned. */
  get rules(): readonly string[] {
    return [...this.#rules.keys()];
  }

  /** Last day whose results were taken in; undefined before the first. */
  get upTo(): number | undefined {
    return this.#upTo ?? undefined;
  }

  state(): MixtureState {
    const rules = [...this.#rules].map(([rule, { days, a, b }]) => ({ rule, days, a: [...a], b: [...b] }));
    return { experts: this.#experts, upTo: this.#upTo, rules };
  }

  /** Takes in the results of a day, later than those before. */
  update(known: KnownDay): void {
    const fade = this.#upTo === null ? 1 : 0.5 ** ((known.day - this.#upTo) / HALF_LIFE_DAYS);
    for (const sums of this.#rules.values()) scale(sums, fade);
    for (const [rule, rows] of groupRows(known.rule)) {
      const day = averageOf(known, rows, this.#experts.length);
      const sums = this.#rules.get(rule);
      if (sums) add(sums, day);
      else this.#rules.set(rule, day);
    }
    this.#upTo = known.day;
    this.#weights = new Map();
    this.#all = undefined;
  }

  /** Weights of the experts for a rule, each 0 or more, together 1; even ones before anything was learned. */
  weightsOf(rule: string): Float64Array {
    const sums = this.#rules.get(rule);
    const key = sums ? rule : '';
    let weights = this.#weights.get(key);
    if (!weights) this.#weights.set(key, (weights = this.#solve(sums)));
    return weights;
  }

  #solve(sums: Sums | undefined): Float64Array {
    const size = this.#experts.length;
    const all = (this.#all ??= totalOf(this.#rules.values(), size));
    const prior = all.days > 0 ? this.#priorDays / all.days : 0;
    const a = all.a.map((value, i) => prior * value + (sums?.a[i] ?? 0) + (i % (size + 1) === 0 ? RIDGE : 0));
    const b = all.b.map((value, i) => prior * value + (sums?.b[i] ?? 0) + RIDGE / size);
    return minimiseOnSimplex(a, b);
  }
}

function emptySums(size: number): Sums {
  return { a: new Float64Array(size * size), b: new Float64Array(size), days: 0 };
}

function totalOf(rules: Iterable<Sums>, size: number): Sums {
  const total = emptySums(size);
  for (const sums of rules) add(total, sums);
  return total;
}

function add(sums: Sums, more: Sums): void {
  more.a.forEach((value, i) => (sums.a[i]! += value));
  more.b.forEach((value, i) => (sums.b[i]! += value));
  sums.days += more.days;
}

function scale(sums: Sums, factor: number): void {
  sums.a.forEach((_, i) => (sums.a[i]! *= factor));
  sums.b.forEach((_, i) => (sums.b[i]! *= factor));
  sums.days *= factor;
}

/** The sums of a rule's day, averaged over its rows. */
function averageOf({ offsets, width, reached, experts }: KnownDay, rows: readonly number[], size: number): Sums {
  const sums = emptySums(size);
  for (const row of rows) {
    for (let level = offsets[row]!; level < offsets[row + 1]!; level += 1) {
      for (let e = 0; e < size; e += 1) {
        const chance = width[level]! * experts[e]![level]!;
        if (reached[level] === 1) sums.b[e]! += chance;
        for (let f = 0; f <= e; f += 1) sums.a[e * size + f]! += chance * experts[f]![level]!;
      }
    }
  }
  for (let e = 0; e < size; e += 1) {
    for (let f = 0; f < e; f += 1) sums.a[f * size + e] = sums.a[e * size + f]!;
  }
  scale(sums, 1 / rows.length);
  sums.days = 1;
  return sums;
}
