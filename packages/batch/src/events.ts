/** How far a run has come. */
export interface BatchProgress {
  /** Records done, those of an earlier run included. */
  readonly records: number;
  readonly deadLetters: number;
  /** Share of the input's bytes that is done, 0 to 1. */
  readonly share: number;
  /** Records a second since this run began, without those of an earlier run. */
  readonly recordsPerSecond: number;
  /** Seconds that are left at this pace; null where nothing is known yet. */
  readonly secondsLeft: number | null;
}

/** What a run tells while it works. Survives JSON. */
export type BatchEvent =
  | { readonly type: 'started'; readonly input: string; readonly workers: number; readonly resumedShards: number }
  | ({ readonly type: 'progress' } & BatchProgress)
  | { readonly type: 'shard'; readonly shard: number; readonly records: number; readonly deadLetters: number }
  | { readonly type: 'retry'; readonly shard: number; readonly records: number; readonly message: string }
  | { readonly type: 'split'; readonly shard: number; readonly records: number; readonly message: string }
  | { readonly type: 'poison'; readonly record: number; readonly message: string }
  | { readonly type: 'stopped'; readonly records: number; readonly directory: string }
  | { readonly type: 'finished'; readonly records: number; readonly rows: number; readonly deadLetters: number };

/** Takes events; must return soon and not throw. */
export type BatchEventListener = (event: BatchEvent) => void;
