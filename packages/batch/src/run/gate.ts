/** Admits a limited number of jobs at a time, which keeps a fast reader from running ahead of a slow writer. */
export class Gate {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  readonly #jobs = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a job has failed. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Starts a job as soon as there is room. {@link settled} reports the first failure. */
  async enter(job: () => Promise<void>): Promise<void> {
    while (this.#jobs.size >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const running = job()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#jobs.delete(running);
        this.#waiting.shift()?.();
      });
    this.#jobs.add(running);
  }

  /**
   * Waits until all jobs have ended.
   *
   * @throws the error of the first failed job.
   */
  async settled(): Promise<void> {
    await Promise.all(this.#jobs);
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
