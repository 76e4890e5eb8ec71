/** Milliseconds between two answers. */
const WINDOW = 500;

/** What a process has used, and the time. */
export interface CoreUse {
  /** Milliseconds of all its threads. */
  readonly cpu: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly time: number;
}

/**
 * Says whether workers beyond the number of cores would find something to run on. Those that only take turns on the same cores cost
 * their start, their memory and the caches of the others, and make nothing faster; where workers wait for a disk or a store, they do.
 */
export class SpareCores {
  readonly #cores: number;
  readonly #use: () => CoreUse;
  #last: CoreUse;

  /** @param use what this process has used; in tests, anything. */
  constructor(cores: number, use: () => CoreUse = useOfThisProcess) {
    this.#cores = cores;
    this.#use = use;
    this.#last = use();
  }

  /** Whether less than half of the cores were used since the last answer, which is at least half a second ago; false before. */
  areThere(): boolean {
    const now = this.#use();
    const elapsed = now.time - this.#last.time;
    if (elapsed < WINDOW) return false;
    const used = (now.cpu - this.#last.cpu) / elapsed;
    this.#last = now;
    return used < this.#cores / 2;
  }
}

function useOfThisProcess(): CoreUse {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1000, time: performance.now() };
}
