import type { Labels } from '../alerts/alert.js';

/** The results of one business day. */
export interface DayResult {
  /** Whole days since 1970-01-01. */
  readonly day: number;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
}

/** What was forecast of a day, as far as rules look at it; percentages in [0, 100]. */
export interface ForecastFacts {
  /** The day that is forecast. */
  readonly day: number;
  /** Probability that the day misses its target, in [0, 1]. */
  readonly pBelowTarget: number;
  readonly expected: number;
  readonly predicted: number;
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly naive: number | null;
  readonly flags?: readonly string[];
}

/** What the warnings of a pool have shown so far. */
export interface EarnedFacts {
  /** Rule, level and source that share their record. */
  readonly pool: string;
  /** Evidence that its warnings have skill; a pool has earned its pages from {@link EARNED_E} on. */
  readonly e: number;
  /** Whether the record of this series alone speaks against its warnings. */
  readonly veto: boolean;
}

/** The e-value from which a pool may page (Ville: chance of ever reaching it without skill at most 1 in 20). */
export const EARNED_E = 20;

/** What a person said of a series: its effect ends by itself. */
export interface FeedbackMark {
  /** `expected-once` and `expected-until` quieten; `fixed` and `false-alarm` are for the record. */
  readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
  /** The day that it is about. */
  readonly day: number;
  readonly by: string;
  /** Of `expected-until`: the pass percentage below which it is told again. */
  readonly below?: number;
}

/** What is known of a series when a tick decides. */
export interface SeriesFacts {
  /** Unique among all series, the same in every tick. */
  readonly id: string;
  readonly labels: Labels;
  /** The pass percentage that a day should reach. */
  readonly target: number;
  /** From 1 to 5. */
  readonly importance: number;
  /** The day to judge, if another than the tick's: the last one that its source has delivered in full. */
  readonly day?: number;
  /** Results of the last 28 days or more, oldest first; a day without any is absent. */
  readonly results: readonly DayResult[];
  readonly forecast?: ForecastFacts;
  readonly earned?: EarnedFacts;
  /** Whether a person acted in time, so that the day is neither hit nor miss. */
  readonly intervened?: boolean;
  readonly marks?: readonly FeedbackMark[];
}

/** What is known of a source. Times in milliseconds from the start of its day. */
export interface SourceFacts {
  readonly source: string;
  readonly labels: Labels;
  /** When the day arrived in full; while it has not, how long it has been awaited. Absent if nothing is known. */
  readonly arrivalLag?: number;
  readonly arrived: boolean;
  /** Learned quantiles of the lag; empty while too few days are known. */
  readonly quantiles: readonly { readonly level: number; readonly lag: number }[];
}

/** What is known of a model in use. */
export interface ModelFacts {
  readonly model: string;
  readonly labels: Labels;
  /** e-values of (live loss − naive loss) and of (live loss − the loss of its backtest). */
  readonly liveVsNaive?: number;
  readonly liveVsBacktest?: number;
  /** Share of the mean absolute error that drift may cost, and the false-discovery rate at which it is found. */
  readonly drift?: { readonly impact: number; readonly q: number };
  /** Shares of results within the intervals of 80 and 95 %. */
  readonly coverage80?: number;
  readonly coverage95?: number;
  /** 1 − MAE / MAE of the naive forecast. */
  readonly skill?: number;
  /** Time since its training, in milliseconds. */
  readonly age?: number;
}

/** What is known of a part of the system itself: outbox, audit chain, job, channel. */
export interface SystemFacts {
  /** Unique among all parts, the same in every tick. */
  readonly part: string;
  /** What kind of part it is: `forecasts`, `outbox`, `channel`, `store`, `job`, `tick`, `retraining`, `approval`, `alias`, `audit`, `watchdog`. */
  readonly kind?: string;
  readonly labels: Labels;
  readonly ok?: boolean;
  /** How late or how old, in milliseconds. */
  readonly age?: number;
  readonly failures?: number;
  /** Of what was due, what was done. */
  readonly share?: number;
}

/** What a silence is about: each field that is given has to match, with one of its patterns. */
export type SilenceMatch = Readonly<Partial<Record<SilenceField, readonly string[]>>>;
/** What a silence may match on. */
export type SilenceField =
  | 'severity'
  | 'level'
  | 'alert'
  | 'owner'
  | 'source'
  | 'tenant'
  | 'dataset'
  | 'rule'
  | 'attribute'
  | 'model'
  | 'tags';

/** A silence that a person made while the policy is at work; those of the policy stand in its file. */
export interface SilenceFacts {
  readonly match: SilenceMatch;
  /** In milliseconds since 1970; the end does not belong to it. */
  readonly from: number;
  readonly until: number;
  readonly by: string;
  readonly comment: string;
}

/** What one tick decides on: plain data, from wherever they come. Survives JSON. */
export interface TickFacts {
  /** The time of the tick, in milliseconds since 1970. */
  readonly at: number;
  /** The business day whose results are judged. */
  readonly day: number;
  readonly series: readonly SeriesFacts[];
  readonly sources: readonly SourceFacts[];
  readonly models: readonly ModelFacts[];
  readonly system: readonly SystemFacts[];
  /** Silences that were made by then, those that have ended included or not. */
  readonly silences?: readonly SilenceFacts[];
}

/** The day by which a series is judged. */
export function judgedDay(series: Pick<SeriesFacts, 'day'>, facts: Pick<TickFacts, 'day'>): number {
  return series.day ?? facts.day;
}

/** The result of a day; undefined without passes and fails. */
export function resultOf(results: readonly DayResult[], day: number): DayResult | undefined {
  for (let i = results.length - 1; i >= 0 && results[i]!.day >= day; i -= 1) {
    const result = results[i]!;
    if (result.day === day) return result.passes + result.fails > 0 ? result : undefined;
  }
  return undefined;
}

/** The pass percentage of a result, in [0, 100]; undefined without passes and fails. */
export function percentageOf(result: Pick<DayResult, 'passes' | 'fails'> | undefined): number | undefined {
  if (result === undefined || result.passes + result.fails === 0) return undefined;
  return (100 * result.passes) / (result.passes + result.fails);
}

/** The lag by which a source has delivered on a share of days, milliseconds; undefined while too few days are known. */
export function usualLag({ quantiles }: Pick<SourceFacts, 'quantiles'>, share: number): number | undefined {
  return quantiles.find(({ level }) => level >= share)?.lag;
}

const BY_ID = new WeakMap<readonly SeriesFacts[], ReadonlyMap<string, SeriesFacts>>();

/** The series of a tick by their ids: worked out once for all the incidents and alerts that name some. */
export function seriesById({ series }: Pick<TickFacts, 'series'>): ReadonlyMap<string, SeriesFacts> {
  const known = BY_ID.get(series) ?? new Map(series.map((one) => [one.id, one]));
  BY_ID.set(series, known);
  return known;
}
