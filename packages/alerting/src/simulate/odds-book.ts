import { judgedDay, resultOf, type TickFacts } from '../facts/facts.js';

/** What would have come of warning from some odds. */
export interface OddsPoint {
  /** Odds from which one warns, in [0, 1]. */
  readonly from: number;
  /** Days of series with such odds that have a result and nobody stepped in on. */
  readonly warned: number;
  /** Of those, how many missed their target. */
  readonly right: number;
  /** Days that missed their target, whatever was said of them. */
  readonly missed: number;
}

/** Steps of the odds, so many to 1. */
const STEPS = 40;

/**
 * How odds did over the ticks of a replay, whatever a policy makes of them: the highest that were said of each day of a series, and
 * whether the day missed its target.
 */
export class OddsBook {
  /** The highest odds by series, then by day, of days that have no result yet. */
  readonly #said = new Map<string, Map<number, number>>();
  readonly #judged = new Map<string, number>();
  readonly #graded = new Float64Array(STEPS + 1);
  readonly #right = new Float64Array(STEPS + 1);
  #missed = 0;

  /** @param isCounted whether results that are new count; otherwise only what is said of days to come is noted. @default true */
  add(facts: TickFacts, isCounted = true): void {
    for (const series of facts.series) {
      const { id, forecast } = series;
      const day = judgedDay(series, facts);
      const result = resultOf(series.results, day);
      if (result !== undefined && (this.#judged.get(id) ?? -Infinity) < day) {
        this.#judged.set(id, day);
        const odds = this.#said.get(id)?.get(day);
        this.#said.get(id)?.delete(day);
        const isMissed = 100 * result.passes < series.target * (result.passes + result.fails);
        if (isCounted && series.intervened !== true) this.#grade(odds, isMissed);
      }
      if (forecast === undefined || forecast.day <= (this.#judged.get(id) ?? -Infinity)) continue;
      let days = this.#said.get(id);
      if (days === undefined) this.#said.set(id, (days = new Map()));
      days.set(forecast.day, Math.max(forecast.pBelowTarget, days.get(forecast.day) ?? 0));
    }
  }

  #grade(odds: number | undefined, isMissed: boolean): void {
    if (isMissed) this.#missed += 1;
    if (odds === undefined || !(odds >= 0)) return;
    // The step that the odds have reached; a hair is left for 0.3 × 40 and its like.
    const step = Math.min(STEPS, Math.floor(odds * STEPS + 1e-9));
    this.#graded[step]! += 1;
    if (isMissed) this.#right[step]! += 1;
  }

  /** What would have come of each threshold from one to another, in steps of 2.5 %. */
  points(from = 0.3, to = 0.95): readonly OddsPoint[] {
    const points: OddsPoint[] = [];
    let [warned, right] = [0, 0];
    for (let step = STEPS; step >= 0; step -= 1) {
      warned += this.#graded[step]!;
      right += this.#right[step]!;
      const at = step / STEPS;
      if (at >= from - 1e-9 && at <= to + 1e-9) points.push({ from: at, warned, right, missed: this.#missed });
    }
    return points.reverse();
  }
}
