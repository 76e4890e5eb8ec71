import { dayOfWeek } from '@dqs/core';

import type { SeriesHistory } from '../history/series-history.js';
import { CommonFactor } from './common-factor.js';
import { LEVEL_STATISTICS } from './level-statistics.js';
import { betaBinomialExceedance } from './beta-binomial.js';
import { KALMAN_CONFIGURATIONS } from './kalman-configurations.js';
import { configurationWeights, mixedMoments } from './kalman-mixture.js';
import type { KeptStates, MovedStates } from './states-of-all.js';
import { RuleEvidence, type EvidenceStart } from './rule-evidence.js';
import { RuleShares } from './rule-shares.js';
import type { KalmanBank } from './kalman-bank.js';
import { newStateMemory, SharedStates, type StateMemory } from './shared-states.js';
import { SERIES_NUMBERS, SeriesStates, type KnownOfAll, type LevelSets, type SavedSeries } from './series-states.js';

/** Columns of a level beside those of {@link LEVEL_STATISTICS}. */
const MORE_STATISTICS = [
  { name: 'others_today', meaning: "share of the rule's other series that reached the level on the as-of day" },
  { name: 'rule_share', meaning: "share of the rule's days that reached the level, recent ones weighing more" },
  { name: 'run_length', meaning: 'chance of reaching the level, given how long the current regime has lasted' },
  {
    name: 'kalman',
    meaning: 'chance of reaching the level, according to filters of trend, weekday and common movement',
  },
  { name: 'level', meaning: 'the level, as a pass fraction' },
] as const;

/** What is known of every level of a forecast, by column, in order. */
export const THRESHOLD_STATISTICS = [...LEVEL_STATISTICS, ...MORE_STATISTICS] as const;

/** Name of a column of `ThresholdFrame.statistics`. */
export type ThresholdStatistic = (typeof THRESHOLD_STATISTICS)[number]['name'];

/** What is known of a forecast beside its levels, by column, in order. */
export const ROW_STATISTICS = [
  { name: 'kalman_mean', meaning: 'mean pass fraction by the filters' },
  { name: 'kalman_variance', meaning: 'variance of the pass fraction by the filters' },
  { name: 'expected_run', meaning: 'days the current regime has lasted, on average' },
  { name: 'assumed_executions', meaning: 'executions the forecast assumes' },
] as const;

const WIDTH = THRESHOLD_STATISTICS.length;
const CONFIGURATIONS = KALMAN_CONFIGURATIONS.length;
/** Places of the columns that follow those of the states. */
const [OTHERS, RULE, RUN, KALMAN, LEVEL] = MORE_STATISTICS.map((_, i) => LEVEL_STATISTICS.length + i) as [
  number,
  number,
  number,
  number,
  number,
];
/** Series whose states are kept at a time. */
const MOST_SERIES = 16_384;
/** Series, at most, of which all sets of levels are kept where series are asked for one after the other: they take 50 KB each. */
const SERIES_KEPT_WHOLE = 1365;
/** Sets of levels that are kept of more of them: whoever goes through all of those day by day would find none of ten times as many. */
const FEW_SETS = 2048;
/** Where days are asked for in any order, states stand ready so many days before the first one asked for. */
const DAYS_BEFORE = 35;

/** The levels of one forecast. The arrays are written anew for the next. */
export interface LevelRow {
  readonly levels: Int32Array;
  readonly executions: number;
  /** {@link THRESHOLD_STATISTICS} of the first level, then of the next. */
  readonly statistics: Float64Array;
  /** {@link ROW_STATISTICS}. */
  readonly rowStatistics: Float64Array;
}

/** What makes the levels of one history: kept, because a next forecast goes on where the last one stopped. */
class LevelSource {
  readonly #history: SeriesHistory;
  readonly #shares: RuleShares;
  readonly #factor: CommonFactor;
  readonly #evidence: RuleEvidence;
  readonly #states = new Map<number, SeriesStates>();
  /** Where days are asked for in any order: states as of some days before the earliest one, and others before {@link #states}. */
  #first: Map<number, SeriesStates> | undefined;
  readonly #between = new Map<number, SeriesStates>();
  readonly #means = new Float64Array(CONFIGURATIONS);
  readonly #variances = new Float64Array(CONFIGURATIONS);
  readonly #weights = new Float64Array(CONFIGURATIONS);
  readonly #ruleEvidence = new Float64Array(CONFIGURATIONS);
  readonly #row = new Float64Array(ROW_STATISTICS.length);
  #statistics = new Float64Array(0);
  #shareByLevel = new Float64Array(0);
  #chance = new Float64Array(0);

  #all: KnownOfAll;
  /** The day up to which results were taken in at most. */
  #upTo = Number.NEGATIVE_INFINITY;
  /** States as of days of before, the latest first, whose histories are this one up to their day. */
  #kept: readonly KeptStates[] = [];
  /** What other threads know of this history. */
  #shared: SharedStates | undefined;
  /** Evidence of rules that has been moved here, by rank of their first series. */
  #movedRules: MovedStates['rules'] = new Map();

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.#shares = new RuleShares(history);
    this.#factor = new CommonFactor(history);
    this.#evidence = new RuleEvidence(history, this.#shares, this.#factor, (rank) => this.#evidenceStart(rank));
    this.#all = { history, shares: this.#shares, factor: this.#factor, evidence: this.#evidence };
  }

  /**
   * Goes on from what was taken in of other histories, as far as they are this one: from states that were moved out of one, and from
   * those that were kept. A source that has begun has no need of them.
   */
  goOnFrom(moved: MovedStates | undefined, kept: readonly KeptStates[]): void {
    if (this.#upTo > Number.NEGATIVE_INFINITY) return;
    const history = this.#history;
    this.#kept = kept.filter(({ day, digest }) => history.digest(day) === digest).sort((a, b) => b.day - a.day);
    const same = moved?.digests.find(({ day, digest }) => history.digest(day) === digest);
    if (!moved || !same) return;
    this.#upTo = moved.digests[0]!.day;
    if (same.day === this.#upTo) this.#movedRules = moved.rules;
    for (const [rank, states] of moved.series) {
      const series = history.arrivals.order[rank];
      // Of series that came later the ranks may be others.
      if (series === undefined || !history.isKnown(series, same.day)) continue;
      if (states.moveTo(this.#all, series, same.day)) this.#states.set(series, states);
    }
  }

  /** What was taken in, for a source that goes on in the place of this one; undefined if there is nothing. */
  get moved(): MovedStates | undefined {
    if (this.#upTo === Number.NEGATIVE_INFINITY) return undefined;
    const history = this.#history;
    const digests = Array.from({ length: DAYS_BACK }, (_, i) => {
      return { day: this.#upTo - i, digest: history.digest(this.#upTo - i) };
    });
    const { rank } = history.arrivals;
    const series = new Map([...this.#states].map(([one, states]) => [rank[one]!, states]));
    const rules = new Map([...this.#evidence.known()].map((evidence) => [evidence.first, evidence.whole]));
    return { digests, series, rules };
  }

  /** A copy of the states of all series that stand as of a day. */
  keep(day: number): KeptStates {
    const { order } = this.#history.arrivals;
    const known = order.filter((series) => this.#history.isKnown(series, day)).length;
    const numbers = new Float64Array(known * SERIES_NUMBERS);
    const isKept = new Uint8Array(known);
    for (let rank = 0; rank < known; rank += 1) {
      const isThere = this.#states.get(order[rank]!)?.save(day, numbers, rank * SERIES_NUMBERS);
      isKept[rank] = isThere ? 1 : 0;
    }
    const rules = [...this.#evidence.known()].flatMap((evidence) => {
      const said = evidence.upTo(day);
      return said && evidence.first >= 0 && evidence.first < known ? [{ ...said, member: evidence.first }] : [];
    });
    return { day, digest: this.#history.digest(day), isKept, numbers, rules };
  }

  /** See {@link askSeriesBySeries}. */
  keepFew(most = this.#history.series.length <= SERIES_KEPT_WHOLE ? undefined : FEW_SETS): void {
    if (most === undefined) return;
    this.#all = { ...this.#all, kept: new LatestSets(most) };
  }

  /** See {@link askInAnyOrder}. */
  askInAnyOrder(): void {
    this.#first ??= new Map();
  }

  /** See {@link shareStates}. */
  shareWith(memory: StateMemory): void {
    this.#shared = new SharedStates(memory);
  }

  /** See {@link stateMemory}. */
  newMemory(asOf: number): StateMemory | undefined {
    return newStateMemory(this.#history, this.#shares.rules, asOf - DAYS_BEFORE);
  }

  /** See {@link prepareStates}: whole rules, so that no two threads run the filters of the same series for its rule. */
  prepare(wanted: Iterable<number>): void {
    const shared = this.#shared;
    if (shared === undefined) return;
    const { rank } = this.#history.arrivals;
    const byRule = new Map<number, Set<number>>();
    for (const series of wanted) {
      if (rank[series]! < 0 || this.#states.has(series) || shared.isReady(rank[series]!)) continue;
      const rule = this.#shares.ruleOf(series);
      const members = byRule.get(rule);
      if (members) members.add(series);
      else byRule.set(rule, new Set([series]));
    }
    if (byRule.size > 0) this.#upTo = Math.max(this.#upTo, shared.day);
    for (const [rule, members] of byRule) {
      if (!shared.takeRule(rule)) continue;
      const [first] = members;
      const evidence = this.#evidence.upTo(first!, shared.day);
      for (const series of new Set([...evidence.members, ...members])) {
        if (!this.#states.has(series)) shared.add(rank[series]!, this.#make(series, shared.day));
      }
      shared.addRule(rule, evidence.upTo(shared.day)!);
    }
  }

  #saved(series: number, asOf: number): SavedSeries | undefined {
    const rank = this.#history.arrivals.rank[series]!;
    const shared = this.#shared;
    const others = rank >= 0 && shared && shared.day <= asOf ? shared.series(rank) : undefined;
    if (others) return others;
    const kept = this.#kept.find(({ day, isKept }) => day <= asOf && isKept[rank] === 1);
    return kept && { day: kept.day, numbers: kept.numbers, at: rank * SERIES_NUMBERS };
  }

  #evidenceStart(first: number): EvidenceStart | undefined {
    const moved = this.#movedRules.get(first);
    if (moved) return moved;
    const shared = this.#shared?.rule(this.#shares.ruleOf(this.#history.arrivals.order[first]!));
    if (shared) {
      const bankOf = (rank: number) => this.#bankOf(rank, this.#shared!.series(rank));
      return { ...shared, bankOf };
    }
    for (const { rules, isKept, numbers, day } of this.#kept) {
      const rule = rules.find(({ member }) => member === first);
      if (!rule) continue;
      const bankOf = (rank: number) =>
        this.#bankOf(rank, isKept[rank] === 1 ? { day, numbers, at: rank * SERIES_NUMBERS } : undefined);
      return { ...rule, bankOf };
    }
    return undefined;
  }

  #bankOf(rank: number, saved: SavedSeries | undefined): KalmanBank | undefined {
    if (!saved) return undefined;
    return new SeriesStates(this.#all, this.#history.arrivals.order[rank]!, saved).bankAsOf(saved.day);
  }

  levels(series: number, targetDay: number, asOf: number): LevelRow {
    const known = this.#statesOf(series, asOf);
    const states = known.statesFor(targetDay - asOf);
    const { executions, levels } = states.observed;
    this.#fit(levels.length);
    const out = this.#statistics;
    states.write(dayOfWeek(targetDay), out, WIDTH);
    this.#writeOthers(known, asOf, executions, levels);
    this.#shares.write(series, asOf, executions, levels, this.#shareByLevel, 0);
    this.#place(this.#shareByLevel, levels.length, RULE);
    known.runs.write(executions, levels, known.lagOf(targetDay - asOf), this.#shareByLevel, this.#chance, 0);
    this.#place(this.#chance, levels.length, RUN);
    this.#writeMoments(known, series, targetDay, asOf);
    betaBinomialExceedance(executions, this.#row[0]!, this.#row[1]!, levels, this.#chance);
    this.#place(this.#chance, levels.length, KALMAN);
    for (let i = 0; i < levels.length; i += 1) out[i * WIDTH + LEVEL] = levels[i]! / executions;
    this.#row[2] = known.runs.expectedRun;
    this.#row[3] = executions;
    return { levels, executions, statistics: out, rowStatistics: this.#row };
  }

  #statesOf(series: number, asOf: number): SeriesStates {
    this.#upTo = Math.max(this.#upTo, asOf);
    const states = this.#states.get(series);
    if (states && !states.isPast(asOf)) {
      states.advance(asOf);
      return states;
    }
    return this.#first === undefined ? this.#make(series, asOf) : this.#fromFirst(series, asOf, this.#first);
  }

  #make(series: number, asOf: number): SeriesStates {
    const states = new SeriesStates(this.#all, series, this.#saved(series, asOf));
    states.advance(asOf);
    return put(this.#states, series, states);
  }

  /** States as of a day for which those that went furthest are too late, or of which there are none yet. */
  #fromFirst(series: number, asOf: number, first: Map<number, SeriesStates>): SeriesStates {
    let earliest = first.get(series);
    if (!earliest || earliest.isPast(asOf)) {
      const shared = this.#shared?.day ?? Number.POSITIVE_INFINITY;
      const day = shared <= asOf ? shared : asOf - DAYS_BEFORE;
      earliest = new SeriesStates(this.#all, series, this.#saved(series, day));
      earliest.advance(day);
      put(first, series, earliest);
    }
    const goOn = this.#states.has(series) ? this.#between : this.#states;
    let states = goOn.get(series);
    if (!states || states.isPast(asOf)) states = put(goOn, series, earliest.copy());
    states.advance(asOf);
    return states;
  }

  #fit(levels: number): void {
    if (this.#chance.length >= levels) return;
    this.#statistics = new Float64Array(levels * WIDTH);
    this.#shareByLevel = new Float64Array(levels);
    this.#chance = new Float64Array(levels);
  }

  #place(values: Float64Array, levels: number, column: number): void {
    for (let i = 0; i < levels; i += 1) this.#statistics[i * WIDTH + column] = values[i]!;
  }

  #writeOthers(known: SeriesStates, asOf: number, n: number, levels: Int32Array): void {
    const { day, passes, executions } = this.#history;
    const i = known.latest;
    const isToday = known.count > 0 && day[i] === asOf;
    const own = isToday ? { passes: passes[i]!, executions: executions[i]! } : undefined;
    this.#shares.writeOthersToday(known.series, asOf, own, n, levels, this.#statistics, OTHERS, WIDTH);
  }

  #writeMoments(known: SeriesStates, series: number, targetDay: number, asOf: number): void {
    const bank = known.bankAsOf(asOf);
    bank.predict(targetDay, this.#factor.at(series, asOf), this.#means, this.#variances);
    const count = this.#evidence.at(series, asOf, this.#ruleEvidence);
    configurationWeights(bank.evidence, this.#ruleEvidence, count, this.#weights);
    mixedMoments(this.#means, this.#variances, this.#weights, this.#row);
  }
}

/** The sets of levels whose states were made last: of earlier ones they are let go of. */
class LatestSets implements LevelSets {
  readonly #most: number;
  readonly #of: SeriesStates[] = [];
  readonly #keys: Int32Array;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
    this.#keys = new Int32Array(most);
  }

  made(of: SeriesStates, key: number): void {
    const at = this.#count % this.#most;
    this.#of[at]?.forget(this.#keys[at]!);
    this.#of[at] = of;
    this.#keys[at] = key;
    this.#count += 1;
  }
}

/** Puts the states of a series into a map that holds those of {@link MOST_SERIES} series at most. */
function put(into: Map<number, SeriesStates>, series: number, states: SeriesStates): SeriesStates {
  into.delete(series);
  if (into.size >= MOST_SERIES) into.delete(into.keys().next().value!);
  into.set(series, states);
  return states;
}

/** Days whose digests go with states: results of some sources may be late, and those of the others are taken in already. */
const DAYS_BACK = 8;

const SOURCES = new WeakMap<SeriesHistory, LevelSource>();

/** The source of a history, made once. */
export function levelSourceOf(history: SeriesHistory): LevelSource {
  let source = SOURCES.get(history);
  if (!source) SOURCES.set(history, (source = new LevelSource(history)));
  return source;
}

/** Forgets the source of a history and returns it, if there is one: the next one begins anew. */
export function forgetLevelSource(history: SeriesHistory): LevelSource | undefined {
  const source = SOURCES.get(history);
  SOURCES.delete(history);
  return source;
}
