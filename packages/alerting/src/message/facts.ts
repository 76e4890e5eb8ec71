import type { Severity } from '../alerts/alert.js';
import type { IncidentState } from '../incidents/incident.js';
import type { MessageState } from './states.js';

/** Odds and range of a day that is to come. Percentages are in [0, 100], odds in [0, 1]. */
export interface MessageForecast {
  /** The target day, days since 1970-01-01. */
  readonly day: number;
  /** That the day falls below its target. */
  readonly odds: number;
  readonly expected: number;
  readonly lower80: number;
  readonly upper80: number;
  /** What the naive forecast says; null where it says nothing. */
  readonly naive: number | null;
}

/** A graded day. */
export interface ResultFacts {
  readonly day: number;
  readonly passes: number;
  /** Passes and fails. */
  readonly executions: number;
  /** Whether the day counts as below its target, as the policy judges it. */
  readonly isBelow: boolean;
  /** The odds that were said before the day, and whether they were a warning; undefined where nothing was said. */
  readonly said?: { readonly odds: number; readonly warned: boolean };
}

/** A series of an incident. */
export interface MemberFacts {
  readonly dataset: string;
  readonly rule: string;
  readonly state: MessageState;
  /** The pass percentage that its days should reach. */
  readonly target: number;
  readonly forecast?: MessageForecast;
  /** The newest result, as long as it is news. */
  readonly result?: ResultFacts;
  /** A day that a person mended, as long as it is news; it is not graded. */
  readonly intervened?: { readonly day: number; readonly what: string; readonly odds?: number };
}

/** How often odds like these came true: `hits` of `said` forecasts whose odds lay between `from` and `to`. */
export interface RecordFacts {
  readonly from: number;
  readonly to: number;
  readonly hits: number;
  readonly said: number;
}

/** What an incident is about. */
export type IncidentSubject =
  /** Series, worst first; at least one. */
  | { readonly kind: 'series'; readonly members: readonly MemberFacts[] }
  /** A source that has not delivered; its series stay unknown. Clocks are those of the source's day, `05:42`. */
  | {
      readonly kind: 'source';
      readonly source: string;
      readonly usual: string;
      readonly latest: string;
      readonly series: number;
    }
  /** Anything else, such as a model that is worse than the naive forecast: what it is and up to two sentences. */
  | {
      readonly kind: 'finding';
      readonly what: string;
      readonly state: MessageState;
      readonly lines: readonly string[];
    };

/** How an incident ended. */
export interface ResolutionFacts {
  /** A reason of the policy, `fixed-upstream`. */
  readonly reason: string;
  /** Who said so; nobody where it ended by itself. */
  readonly by?: string;
  /** The good results that ended it, oldest first, and their target. */
  readonly results: readonly { readonly passes: number; readonly executions: number }[];
  readonly target?: number;
  /** What became of its warnings, and the bad days without one. */
  readonly warnings?: {
    readonly right: number;
    readonly fixed: number;
    readonly wrong: number;
    readonly missed: number;
  };
  /** Days within which it opens again by itself; none where it does not. */
  readonly reopensWithinDays?: number;
}

/**
 * All that a message about an incident is made of. Instants are milliseconds since 1970-01-01T00:00:00Z, days are days since
 * 1970-01-01; texts may come from anywhere. The same facts give the same message.
 */
export interface IncidentFacts {
  /** `INC-214`: the same in every message about it. */
  readonly incident: string;
  /** A name that a person gave it; without one it is named after its series. */
  readonly title?: string;
  readonly phase: IncidentState;
  readonly subject: IncidentSubject;
  readonly severity: Severity;
  /** Who answers for it; undefined where the catalog names nobody. */
  readonly owner?: string;
  /** The rule of the policy that speaks. */
  readonly rule: string;
  readonly openedAt: number;
  /** The instant up to which everything here was known. */
  readonly knownAt: number;
  readonly resolvedAt?: number;
  /** Of the people who read it. */
  readonly timeZone: string;
  /** Why, in one sentence without its full stop. */
  readonly reason?: string;
  readonly record?: RecordFacts;
  /** Of a page that was sent: when, and the how-manieth of its budget. */
  readonly paged?: { readonly at: number; readonly used: number; readonly allowed: number; readonly per: string };
  /** Who acknowledged it, and what they said. */
  readonly holder?: string;
  readonly note?: string;
  /** When the holder expects it to be fixed. */
  readonly fixBy?: number;
  /** The first day on which it can end, and the good results that it takes. */
  readonly earliestEnd?: { readonly day: number; readonly goodResults: number };
  /** It fires and tells nobody: until when, by whom and why. */
  readonly silence?: { readonly until: number; readonly by: string; readonly comment: string };
  /** It was silenced, the silence has ended, and it has fired since that day. */
  readonly silenceEnded?: { readonly firingSince: number };
  readonly resolution?: ResolutionFacts;
}
