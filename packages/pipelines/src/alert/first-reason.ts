import {
  judgedDay,
  percentageOf,
  resultOf,
  type DayResult,
  type Lead,
  type SeriesFacts,
  type TickFacts,
} from '@dqs/alerting';
import { dayOfWeek } from '@dqs/core';
import { countText, nearDayText, passText, targetText, weekdayText } from '@dqs/core/wording';

import { nameOf } from './morning.js';

/** Up to so many executions, a result reads better as a count than as a percentage. */
export const FEW_EXECUTIONS = 12;
const DAYS_PER_WEEK = 7;
const WEEKS = 4;
/** Days in a row on which results have to fall for that to be a reason. */
const LEAST_FALLS = 3;

/** What reasons are looked for in. */
export interface ReasonView {
  readonly facts: Pick<TickFacts, 'day' | 'series'>;
  /** Who goes before whom. */
  readonly leads: readonly Lead[];
}

/**
 * Finds for series the first thing in their results that explains why the next one is likely to miss its target: what goes before
 * it fell, its own last results, its day of the week, its course. Of results alone, so it can be asked of any past time; what a
 * model makes of them is told by its explanation.
 */
export class FirstReasons {
  readonly #facts: ReasonView['facts'];
  readonly #byId: ReadonlyMap<string, SeriesFacts>;
  readonly #leadersOf = new Map<string, Lead[]>();

  constructor({ facts, leads }: ReasonView) {
    this.#facts = facts;
    this.#byId = new Map(facts.series.map((one) => [one.id, one]));
    for (const lead of leads) this.#leadersOf.set(lead.to, [...(this.#leadersOf.get(lead.to) ?? []), lead]);
  }

  /** The first reason, without its full stop; undefined where nothing in the results tells one. */
  of(series: SeriesFacts): string | undefined {
    return this.#allOf(series).next().value;
  }

  /** All reasons in the results, the first one first. */
  allOf(series: SeriesFacts): readonly string[] {
    return [...this.#allOf(series)];
  }

  *#allOf(series: SeriesFacts): Generator<string, undefined> {
    const day = series.forecast?.day ?? this.#facts.day + 1;
    const finders = [
      () => this.#fallOfLeader(series, day),
      () => ownResults(series, judgedDay(series, this.#facts)),
      () => weekdayReason(series, day),
      () => courseReason(series),
      () => daysBelow(series),
    ];
    for (const find of finders) {
      const found = find();
      if (found !== undefined) yield found;
    }
  }

  /** Something that goes before it missed its target as many days before as it usually leads. */
  #fallOfLeader({ id }: SeriesFacts, day: number): string | undefined {
    const fallen = (this.#leadersOf.get(id) ?? [])
      .map((lead) => ({ ...lead, leader: this.#byId.get(lead.from), on: day - lead.lag }))
      .filter(({ leader, on }) => leader !== undefined && isBelow(resultOf(leader.results, on), leader.target))
      .sort((a, b) => a.q - b.q || a.lag - b.lag);
    const [first] = fallen;
    return first && `${nameOf(first.leader!)} fell on ${nearDayText(first.on, day).slice(0, 3)}`;
  }
}

function isBelow(result: DayResult | undefined, target: number): boolean {
  const percentage = percentageOf(result);
  return percentage !== undefined && percentage < target;
}

/** Its last result missed the target, perhaps not for the first time in a row. */
function ownResults({ results, target }: SeriesFacts, judged: number): string | undefined {
  const last = resultOf(results, judged);
  if (last === undefined || !isBelow(last, target)) return undefined;
  const graded = results.filter(({ passes, fails, day }) => passes + fails > 0 && day <= judged);
  const run = graded.length - 1 - graded.findLastIndex((one) => !isBelow(one, target));
  if (run === 1) return `last result, ${shownResult(last)}`;
  const isSame = graded.slice(-run).every(({ passes, fails }) => passes === last.passes && fails === last.fails);
  return isSame
    ? `${countText(run, 'day')} at ${shownResult(last)}`
    : `${countText(run, 'day')} in a row below ${targetText(target)}`;
}

/** `7 of 8` where executions are few, else `87.5 %`. */
function shownResult(result: DayResult): string {
  const executions = result.passes + result.fails;
  return executions <= FEW_EXECUTIONS
    ? `${result.passes} of ${executions}`
    : `${passText(percentageOf(result))}\u00a0%`;
}

/** It often misses its target on that day of the week. */
function weekdayReason({ results, target }: SeriesFacts, day: number): string | undefined {
  const same = results
    .filter(({ day: on, passes, fails }) => dayOfWeek(on) === dayOfWeek(day) && passes + fails > 0 && on < day)
    .slice(-WEEKS);
  const low = same.filter((one) => isBelow(one, target)).length;
  if (low < 2 || 2 * low < same.length) return undefined;
  return `${weekdayText(day)}s: low on ${low} of ${same.length}`;
}

/** Its results fell day by day. */
function courseReason({ results }: SeriesFacts): string | undefined {
  const percentages = results.flatMap((one) => percentageOf(one) ?? []);
  let falls = 0;
  for (let i = percentages.length - 1; i > 0 && percentages[i]! < percentages[i - 1]!; i -= 1) falls += 1;
  return falls >= LEAST_FALLS ? `fell for ${countText(falls, 'day')} in a row` : undefined;
}

/** It misses its target again and again. */
function daysBelow({ results, target }: SeriesFacts): string | undefined {
  const week = results.filter(({ passes, fails }) => passes + fails > 0).slice(-2 * DAYS_PER_WEEK);
  const low = week.filter((one) => isBelow(one, target)).length;
  return low > 0 ? `below ${targetText(target)} on ${low} of the last ${week.length} days` : undefined;
}
