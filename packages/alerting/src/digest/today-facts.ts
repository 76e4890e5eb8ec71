import type { MessageForecast, RecordFacts } from '../message/facts.js';
import type { MessageState } from '../message/states.js';

/** A source that has not delivered although it usually has by now. Clocks are those of the source's day, `05:42`. */
export interface LateSourceFacts {
  readonly source: string;
  readonly usual: string;
  /** By then it has delivered on 99 of 100 days. */
  readonly latest: string;
  /** Series that stay unknown until it delivers. */
  readonly series: number;
  /** The incident about it, if there is one. */
  readonly incident?: string;
}

/** An open incident that needs a person. */
export interface NeedFacts {
  readonly incident: string;
  readonly state: MessageState;
  readonly title: string;
  /** Who answers for it; nobody where the catalog names nobody. */
  readonly owner?: string;
  /** Who has acknowledged it. */
  readonly holder?: string;
  /** The newest fact, a whole sentence: the odds of its worst series, the last result. */
  readonly sentence: string;
  readonly url?: string;
}

/** A series that will probably miss its target today. */
export interface LikelyFacts {
  /** Names the series. */
  readonly id: string;
  readonly dataset: string;
  readonly rule: string;
  readonly owner?: string;
  readonly target: number;
  readonly forecast: MessageForecast;
  /** The first reason, without a full stop. */
  readonly reason?: string;
  /** Whether it was not likely yesterday. */
  readonly isNew: boolean;
  readonly url?: string;
}

/** What became of the warnings for yesterday. */
export interface YesterdayFacts {
  readonly right: number;
  readonly wrong: number;
  /** Mended in time; neither right nor wrong. */
  readonly fixed: number;
  /** Their results are not there yet. */
  readonly waiting: number;
  /** Bad days without a warning. */
  readonly missed: number;
}

/** Something that fires and was told to nobody by a message of its own, and why: a sentence without its full stop. */
export interface HeldFacts {
  readonly what: string;
  readonly why: string;
}

/**
 * What there is to know this morning: the facts of `dqs today`, of the page of that name and of the digest, so that the three
 * cannot differ. Days are days since 1970-01-01, instants milliseconds since then. Lists are complete and in the order in
 * which they are shown; where not all is shown, the rest is counted.
 */
export interface TodayFacts {
  /** Whose data it is, for a heading. */
  readonly organization?: string;
  /** Whose digest it is; undefined for everyone's. */
  readonly owner?: string;
  readonly day: number;
  readonly knownAt: number;
  readonly timeZone: string;
  readonly late: readonly LateSourceFacts[];
  /** Open incidents that need a person, worst first. */
  readonly needs: readonly NeedFacts[];
  /** Open incidents, those included that need nobody. */
  readonly openIncidents: number;
  /** By expected cost, the dearest first. */
  readonly likely: readonly LikelyFacts[];
  readonly yesterday: YesterdayFacts;
  /** How often odds came true, by range of odds. */
  readonly record: readonly RecordFacts[];
  readonly held: readonly HeldFacts[];
  /** What is new, silent or changed: sentences without full stops. */
  readonly changed: readonly string[];
  /** Address of the pages; without it nothing is linked. */
  readonly pages?: string;
}
