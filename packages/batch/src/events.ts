/** Progress of a run. */
export interface BatchProgress {
  /** Records done, including those of an earlier run. */
  readonly records: number;
  readonly deadLetters: number;
  /** Share of the input's bytes processed, 0 to 1. */
  readonly share: number;
  /** Records per second since this run started, excluding those of an earlier run. */
  readonly recordsPerSecond: number;
  /** Seconds remaining at this pace; null while unknown. */
  readonly secondsLeft: number | null;
}

/** What a run reports while it works. Survives JSON. */
export type BatchEvent =
  | { readonly type: 'started'; readonly input: string; readonly workers: number; readonly resumedShards: number }
  | ({ readonly type: 'progress' } & BatchProgress)
  | { readonly type: 'shard'; readonly shard: number; readonly records: number; readonly deadLetters: number }
  | { readonly type: 'retry'; readonly shard: number; readonly records: number; readonly message: string }
  | { readonly type: 'split'; readonly shard: number; readonly records: number; readonly message: string }
  | { readonly type: 'poison'; readonly record: number; readonly message: string }
  | { readonly type: 'stopped'; readonly records: number; readonly directory: string }
  | { readonly type: 'finished'; readonly records: number; readonly rows: number; readonly deadLetters: number };

/** Receives events; must return quickly and not throw. */
export type BatchEventListener = (event: BatchEvent) => void;
