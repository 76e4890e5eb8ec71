/** Losses of a trial by step, to be made small. */
export type LossCurve = ReadonlyMap<number, number>;

/** What a pruner is asked about. It never depends on the number of workers or on who finishes first. */
export interface PruningState {
  /** The step just reported. */
  readonly step: number;
  /** Losses of the trial so far, this step included. */
  readonly curve: LossCurve;
  /** Losses of the trials that were known when this one was suggested; of a pruned one up to where it ended. */
  readonly others: readonly LossCurve[];
}

/** Decides whether a trial is worth going on with. Keeps no state. */
export interface Pruner {
  readonly name: string;
  /** Options that decide, for comparison on resuming a study. Plain data. */
  readonly settings: Readonly<Record<string, number>>;
  isHopeless(state: PruningState): boolean;
}
