import type { Calendar } from '@dqs/core/calendar';

/** When a model is trained anew, with what, how it is judged, and who lets it in. Times are in milliseconds. */
export interface RetrainingPolicy {
  readonly name: string;
  /** sha256 of what it says; comments, blanks and order of names do not count. */
  readonly digest: string;
  readonly model: string;
  readonly alias: string;
  readonly triggers: Triggers;
  readonly data: DataRules;
  readonly limits: Limits;
  /** Times at which nothing is trained and no alias moved. */
  readonly freeze: readonly { readonly calendar: Calendar; readonly comment: string }[];
  /** Undefined: nothing is good enough, since nobody said what is. */
  readonly gates: Gates | undefined;
  readonly shadowDays: number;
  /** `veto`: accepted unless somebody objects within so many milliseconds. */
  readonly approval: 'auto' | 'person' | { readonly veto: number };
  readonly watch: WatchRules;
}

/** What calls for a training; undefined where the policy does not ask. Somebody who asks by hand always does. */
export interface Triggers {
  readonly when: 'any' | 'all';
  /** Time since the last training. */
  readonly everyMs: number | undefined;
  /** Time since the last day that the champion learned from. */
  readonly overMs: number | undefined;
  readonly degradedPools: number | undefined;
  /** Percentage points. */
  readonly driftImpact: number | undefined;
  readonly newLabels: number | undefined;
  /** In (0, 1]. */
  readonly newSeries: number | undefined;
  readonly contract: boolean;
}

/** What is learned from. */
export interface DataRules {
  readonly minimumDays: number;
  /** Undefined: all days. */
  readonly days: number | undefined;
  readonly exclude: readonly ('incidents' | 'intervened')[];
}

/** How often is trained. */
export interface Limits {
  /** A training that is not told of for so long has died, and is taken over. */
  readonly leaseMs: number;
  readonly coolDownMs: number;
  readonly perWeek: number;
  readonly backOff: { readonly after: number; readonly pauseMs: number };
  /** A training that takes longer is given up; undefined: as long as its lease. */
  readonly timeMs: number | undefined;
  readonly threads: number;
}

/** What a challenger has to pass. */
export interface Gates {
  readonly better: {
    readonly level: number;
    readonly evidence: 'e-value' | 'interval';
    readonly minimumDays: number;
  };
  readonly naiveSkill: number;
  readonly segments: { readonly guard: readonly string[]; readonly level: number; readonly margin: number } | undefined;
  readonly constant: boolean;
  readonly mostLatencyMs: number | undefined;
  readonly mostBytes: number | undefined;
}

/** How a new version is watched, and when it is rolled back. */
export interface WatchRules {
  readonly days: number;
  readonly minimumSamples: number;
  readonly tolerance: number;
  readonly toleranceOverPrevious: number;
}
