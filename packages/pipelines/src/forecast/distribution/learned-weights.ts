import { observedRequests, type ForecastRequests, type HorizonOf, type SeriesHistory } from '@dqs/features';

import type { DistributionModel, DistributionPart } from './distribution-model.js';
import { bySeries, inParts, joinExpertForecasts, type ExpertForecasts } from './expert-forecasts.js';
import { farHorizons } from './far-horizons.js';
import { learnDays, rowsByTargetDay, ruleNames, type RowsByDay } from './known-day.js';
import { Mixture, PRIOR_DAYS, type MixtureState } from './mixture.js';
import { packWeights, unpackWeights, type DayWeights } from './past-weights.js';

/** Rules times days whose weights a bundle keeps at most: of eight experts, 4 MB. */
const MOST_PAST = 50_000;

/**
 * Days that are forecast anew at a time to learn from, at least, which bounds memory. Where they have few results there are more of
 * them: what is known of the series goes through their whole history each time.
 */
const DAYS_AT_A_TIME = 14;
const RESULTS_AT_A_TIME = 200_000;

/** Series whose days are taken in at a time where others wait meanwhile. */
const SERIES_AT_A_TIME = 64;

/** Whose weights, and on which history. */
export interface WeightsOf {
  readonly model: DistributionModel;
  /** One of the model's parts. */
  readonly part: DistributionPart;
  readonly history: SeriesHistory;
  /** Days ahead that the model was trained for, at which its near part learns. */
  readonly horizon: number;
}

/**
 * Weights of the experts by as-of day: those of the training, and then, day by day, what the results that have come since tell.
 * A forecast as of a day is weighted by the results up to that day and by nothing later, so that forecasting days one by one and
 * all at once are the same.
 */
export class LearnedWeights {
  /** Days with results, ascending. */
  readonly #days: readonly number[];
  /** How many series have a result, by day. */
  readonly #results: ReadonlyMap<number, number>;
  readonly #mixture: Mixture;
  readonly #learned: DayWeights[] = [];
  readonly #rules: readonly string[];

  private constructor(
    private readonly history: SeriesHistory,
    private readonly horizonOf: HorizonOf,
    start: MixtureState,
    priorDays: number,
    /** Whether the weights of all days since the training are known, and not only those of the days since the start. */
    private readonly isWhole: boolean,
  ) {
    this.#results = history.observedByDay;
    this.#days = [...this.#results.keys()];
    this.#mixture = Mixture.from(start, priorDays);
    this.#rules = ruleNames(history);
    if (start.past) this.#learned.push(...unpackWeights(start.past, start.experts.length));
    else this.#remember(start.upTo ?? Number.NEGATIVE_INFINITY);
  }

  /** The weights of a part of a model on a history, from the latest of its mixtures that tells the weights of `asOf`. */
  static of({ model, part, history, horizon }: WeightsOf, asOf: number): LearnedWeights {
    const start = Math.max(
      0,
      part.mixtures.findLastIndex(({ upTo, past }) => past !== undefined || upTo === null || upTo <= asOf),
    );
    const byHistory = KEPT.get(part) ?? new WeakMap<SeriesHistory, Map<number, LearnedWeights>>();
    KEPT.set(part, byHistory);
    const byStart = byHistory.get(history) ?? new Map<number, LearnedWeights>();
    byHistory.set(history, byStart);
    let weights = byStart.get(start);
    if (!weights) {
      const isFar = part === model.far;
      const horizonOf = isFar ? farHorizons(history) : () => horizon;
      const state = part.mixtures[start]!;
      const isWhole = start === 0 || state.past !== undefined;
      weights = new LearnedWeights(history, horizonOf, state, isFar ? PRIOR_DAYS.far : PRIOR_DAYS.near, isWhole);
      byStart.set(start, weights);
    }
    return weights;
  }

  /**
   * The mixture after everything that was learned, with the weights of the days on the way where all of them are known and they are not
   * too many.
   */
  state(): MixtureState {
    const state = this.#mixture.state();
    const isLong = this.#learned.length * (state.rules.length + 1) > MOST_PAST;
    return isLong || !this.isWhole ? state : { ...state, past: packWeights(this.#learned) };
  }

  /**
   * Learns from the results of all days up to and including `upTo`.
   *
   * @param made forecasts at hand, which are not made again where they are those of a whole day.
   * @param make forecasts observed days.
   */
  learn(upTo: number, made: ExpertForecasts | undefined, make: (requests: ForecastRequests) => ExpertForecasts): void {
    const days = this.#missing(upTo);
    if (days.length === 0) return;
    const atHand = made && this.#wholeDays(made);
    for (let i = 0; i < days.length; i += 1) {
      const rows = atHand?.get(days[i]!);
      if (made && rows) this.#take(made, new Map([[days[i]!, rows]]));
      else {
        const from = i;
        let results = this.#results.get(days[i]!)!;
        while (i + 1 < days.length && !atHand?.has(days[i + 1]!)) {
          results += this.#results.get(days[i + 1]!)!;
          if (i + 1 - from >= DAYS_AT_A_TIME && results > RESULTS_AT_A_TIME) break;
          i += 1;
        }
        const range = { fromDay: days[from]!, toDay: days[i]!, horizon: this.horizonOf };
        const more = inParts(observedRequests(this.history, range), make);
        this.#take(more, rowsByTargetDay(more));
      }
    }
  }

  /** As {@link LearnedWeights.learn}, a few series at a time, then a day at a time, with a pause after each. */
  async learnInSteps(
    upTo: number,
    make: (requests: ForecastRequests) => ExpertForecasts,
    breathe: () => Promise<void>,
  ): Promise<void> {
    const days = this.#missing(upTo);
    for (let from = 0; from < days.length; from += DAYS_AT_A_TIME) {
      const [fromDay, toDay] = [days[from]!, days[Math.min(days.length, from + DAYS_AT_A_TIME) - 1]!];
      const parts: ExpertForecasts[] = [];
      for (const part of bySeries(
        observedRequests(this.history, { fromDay, toDay, horizon: this.horizonOf }),
        SERIES_AT_A_TIME,
      )) {
        parts.push(make(part));
        await breathe();
      }
      const made = joinExpertForecasts(parts);
      const rowsByDay = [...rowsByTargetDay(made)].sort(([a], [b]) => a - b);
      for (const one of rowsByDay) {
        this.#take(made, new Map([one]));
        await breathe();
      }
    }
  }

  /** Days with results of which nothing was learned yet. */
  #missing(upTo: number): readonly number[] {
    const after = this.#mixture.upTo ?? Number.NEGATIVE_INFINITY;
    return after >= upTo ? [] : this.#days.filter((day) => day > after && day <= upTo);
  }

  /** Weights of the experts for a series as of a day; those of the training where nothing else was learned by then. */
  at(asOf: number, series: number): Float64Array {
    let [low, high] = [0, this.#learned.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#learned[middle]!.upTo <= asOf) low = middle;
      else high = middle;
    }
    const { weights } = this.#learned[low]!;
    return weights.get(this.#rules[series]!) ?? weights.get(ALL_RULES)!;
  }

  #take(made: ExpertForecasts, rowsByDay: RowsByDay): void {
    const onDay = (day: number) => this.#remember(day);
    learnDays(this.#mixture, this.history, made, { rowsByDay, rules: this.#rules, onDay });
  }

  #remember(upTo: number): void {
    const weights = new Map(this.#mixture.rules.map((rule) => [rule, this.#mixture.weightsOf(rule)]));
    this.#learned.push({ upTo, weights: weights.set(ALL_RULES, this.#mixture.weightsOf(ALL_RULES)) });
  }

  /**
   * Rows of each day whose every result was forecast at the horizon the mixture learns at, one a series: requests may ask twice, and for
   * series that had no result.
   */
  #wholeDays(made: ExpertForecasts): Map<number, number[]> {
    const { series, asOfDay } = made.requests;
    const whole = new Map<number, number[]>();
    for (const [day, all] of rowsByTargetDay(made)) {
      const bySeries = new Map<number, number>();
      for (const row of all)
        if (this.horizonOf(series[row]!, day) === day - asOfDay[row]!) bySeries.set(series[row]!, row);
      const rows = [...bySeries].filter(([one]) => this.history.entryOn(one, day) >= 0).map(([, row]) => row);
      if (rows.length === this.#results.get(day)) whole.set(day, rows);
    }
    return whole;
  }
}

/** Stands for a rule of which nothing was learned; no rule of a series is named so. */
const ALL_RULES = '';

const KEPT = new WeakMap<DistributionPart, WeakMap<SeriesHistory, Map<number, LearnedWeights>>>();
