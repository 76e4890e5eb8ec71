/** Losses of a trial by step; smaller is better. */
export type LossCurve = ReadonlyMap<number, number>;

/** The state a pruner judges. It never depends on the number of workers or on which trial finishes first. */
export interface PruningState {
  /** The step just reported. */
  readonly step: number;
  /** Losses of the trial so far, including this step. */
  readonly curve: LossCurve;
  /**
   * Losses of the trials that were known when this one was suggested; for a pruned one up to the step where it ended.
   */
  readonly others: readonly LossCurve[];
}

/** Decides whether a trial is worth continuing. Keeps no state. */
export interface Pruner {
  readonly name: string;
  /** Options that affect decisions, compared when a study is resumed. Plain data. */
  readonly settings: Readonly<Record<string, number>>;
  isHopeless(state: PruningState): boolean;
}
