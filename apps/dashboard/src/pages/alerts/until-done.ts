/** Who waits asks again after this time, milliseconds. */
const AGAIN_MS = 800;

/** How far a task is. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number;
}

/** Asks for a task until it is done: the same request again is the same task, and what nobody asks for ends. */
export async function untilDone<T extends object>(
  ask: () => Promise<{ readonly data?: unknown }>,
  signal: AbortSignal,
  onProgress: (progress: TaskProgress) => void = () => undefined,
): Promise<T> {
  for (;;) {
    const data = (await ask()).data as T | ({ readonly state: 'running' } & TaskProgress);
    if (!('state' in data && data.state === 'running')) return data as T;
    onProgress({ done: data.done, total: data.total });
    await new Promise<void>((next) => setTimeout(next, AGAIN_MS));
    signal.throwIfAborted();
  }
}
