import { dayOfWeek } from '@dqs/core';

import type { SeriesHistory } from '../history/series-history.js';
import { CommonFactor } from './common-factor.js';
import { LEVEL_STATISTICS } from './level-statistics.js';
import { betaBinomialExceedance } from './beta-binomial.js';
import { KALMAN_CONFIGURATIONS } from './kalman-configurations.js';
import { configurationWeights, mixedMoments } from './kalman-mixture.js';
import { RuleEvidence } from './rule-evidence.js';
import { RuleShares } from './rule-shares.js';
import { SeriesStates } from './series-states.js';

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
  readonly #means = new Float64Array(CONFIGURATIONS);
  readonly #variances = new Float64Array(CONFIGURATIONS);
  readonly #weights = new Float64Array(CONFIGURATIONS);
  readonly #ruleEvidence = new Float64Array(CONFIGURATIONS);
  readonly #row = new Float64Array(ROW_STATISTICS.length);
  #statistics = new Float64Array(0);
  #shareByLevel = new Float64Array(0);
  #chance = new Float64Array(0);

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.#shares = new RuleShares(history);
    this.#factor = new CommonFactor(history);
    this.#evidence = new RuleEvidence(history, this.#shares, this.#factor);
  }

  levels(series: number, targetDay: number, asOf: number): LevelRow {
    const known = this.#statesOf(series, asOf);
    const states = known.statesFor(targetDay - asOf);
    const { executions, levels } = states;
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
    let states = this.#states.get(series);
    if (!states || states.isPast(asOf)) {
      this.#states.delete(series);
      const [oldest] = this.#states.keys();
      if (this.#states.size >= MOST_SERIES) this.#states.delete(oldest!);
      const atEnd = this.#evidence.bankAtEnd(series);
      states = new SeriesStates(this.#history, this.#shares, this.#factor, series, atEnd);
      this.#states.set(series, states);
    }
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

const SOURCES = new WeakMap<SeriesHistory, LevelSource>();

/** The source of a history, made once. */
export function levelSourceOf(history: SeriesHistory): LevelSource {
  let source = SOURCES.get(history);
  if (!source) SOURCES.set(history, (source = new LevelSource(history)));
  return source;
}
