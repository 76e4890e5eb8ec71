import type { Pause } from './state.js';

/** What is known when a retraining is decided on: everything beside the policy and the record. Times are in milliseconds. */
export interface RetrainingFacts {
  readonly now: number;
  /** The version that the alias points at; null before the first. */
  readonly champion: Champion | null;
  /** Pools whose forecasts have certainly become worse. */
  readonly degradedPools: number;
  /** Expected loss of all that drifted, percentage points; null if nobody has looked. */
  readonly driftImpact: number | null;
  /** Results since the last day that the champion learned from. */
  readonly newLabels: number;
  /** Share of the series with results that the champion has never seen, in [0, 1]. */
  readonly newSeries: number;
  /** Digest of the features that would be computed now; null if it is not known. */
  readonly contractDigest: string | null;
  /** Incidents of the source's ingestion that are open: what they did to the data is not known yet. */
  readonly openIngestIncidents: readonly string[];
  /** Days with results to learn from, after what is excluded. */
  readonly days: number;
  /** Who has paused the automation of all models; a pause of one model alone is in its record. */
  readonly paused?: Pause | undefined;
  /**
   * Whoever asks, where that is known. Who asks again under the same name goes on with what it began, without waiting for the end of
   * the lease: only one may ask under a name at a time.
   */
  readonly asker?: string | undefined;
  /** A person who asks for a training now. */
  readonly manual?: { readonly by: string; readonly reason: string } | undefined;
}

/** The version in use. */
export interface Champion {
  readonly version: string;
  /** Last instant of the days that it learned from. */
  readonly trainedTo: number;
  readonly contractDigest: string | null;
  /** The last move of the alias. */
  readonly moved: { readonly by: string; readonly at: number; readonly entry: number };
}

/** Who moves an alias when nobody does: the name in the registry's history. */
export const AUTOMATION = 'dqs-retraining';
