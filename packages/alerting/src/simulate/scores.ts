import { median } from '@dqs/core/stats';

import { isActive, type Alert } from '../alerts/alert.js';
import { judgedDay, resultOf, type SeriesFacts, type TickFacts } from '../facts/facts.js';
import type { Policy } from '../policy/policy.js';

/** How the warnings of a policy did. */
export interface WarningScores {
  /** Series-days that were warned of and have a result. */
  readonly graded: number;
  /** Of those, how many missed their target. */
  readonly right: number;
  /** Series-days that missed their target, warned of or not. */
  readonly missed: number;
  /** Warned days that a person saved or acted on: neither right nor wrong. */
  readonly intervened: number;
  /** Warned days without a result. */
  readonly ungraded: number;
  /** right / graded; null without any. */
  readonly precision: number | null;
  /** right / missed; null without any. */
  readonly recall: number | null;
  /** Median time from the first warning to the result, in milliseconds; null without a right one. */
  readonly leadTimeMs: number | null;
}

/** Keeps the score of warnings over the ticks of a replay. Warned is what an alert on a forecast said that may tell. */
export class WarningBook {
  readonly #forecastRules: ReadonlySet<string>;
  /** Time of the first warning by series, then by day. */
  readonly #warned = new Map<string, Map<number, number>>();
  readonly #judged = new Map<string, number>();
  readonly #leadTimes: number[] = [];
  #graded = 0;
  #missed = 0;
  #intervened = 0;

  constructor({ rules }: Policy) {
    this.#forecastRules = new Set(rules.filter((one) => one.isForecast).map(({ id }) => id));
  }

  /** @returns how many days of series were warned of that were not before. */
  add(facts: TickFacts, alerts: readonly Alert[]): number {
    for (const series of facts.series) this.#judge(series, facts);
    const warning = new Set<string>();
    for (const alert of alerts) {
      const tells = this.#forecastRules.has(alert.rule) && isActive(alert) && alert.known && alert.suppressed === null;
      if (tells && alert.phase === 'firing') warning.add(alert.subject);
    }
    if (warning.size === 0) return 0;
    let added = 0;
    for (const { id, forecast } of facts.series) {
      if (forecast === undefined || !warning.has(id)) continue;
      let days = this.#warned.get(id);
      if (days === undefined) this.#warned.set(id, (days = new Map()));
      if (days.has(forecast.day)) continue;
      days.set(forecast.day, facts.at);
      added += 1;
    }
    return added;
  }

  /** Every day of a series once, when its result is there. */
  #judge(series: SeriesFacts, facts: TickFacts): void {
    const day = judgedDay(series, facts);
    const result = resultOf(series.results, day);
    if (result === undefined || (this.#judged.get(series.id) ?? -Infinity) >= day) return;
    this.#judged.set(series.id, day);
    const warnedAt = this.#warned.get(series.id)?.get(day);
    if (warnedAt !== undefined) this.#warned.get(series.id)!.delete(day);
    if (series.intervened) {
      if (warnedAt !== undefined) this.#intervened += 1;
      return;
    }
    const isMissed = (100 * result.passes) / (result.passes + result.fails) < series.target;
    if (isMissed) this.#missed += 1;
    if (warnedAt === undefined) return;
    this.#graded += 1;
    if (isMissed) this.#leadTimes.push(facts.at - warnedAt);
  }

  scores(): WarningScores {
    const right = this.#leadTimes.length;
    let ungraded = 0;
    for (const days of this.#warned.values()) ungraded += days.size;
    return {
      graded: this.#graded,
      right,
      missed: this.#missed,
      intervened: this.#intervened,
      ungraded,
      precision: this.#graded === 0 ? null : right / this.#graded,
      recall: this.#missed === 0 ? null : right / this.#missed,
      leadTimeMs: right === 0 ? null : median(this.#leadTimes),
    };
  }
}
