import { Worker } from 'node:worker_threads';

import { DqsError } from '@dqs/core';
import type { PolicyCheck, PolicyInForce } from '@dqs/runtime/alerting';

/** Reads policies that people write. */
export interface PolicyChecks {
  /**
   * What is wrong with a policy.
   *
   * @param today days since 1970-01-01.
   * @throws DqsError `policy-invalid` for a text that takes too long to read, `simulation-busy` if too many wait.
   */
  check(text: string, now: PolicyInForce, today: number): Promise<PolicyCheck>;
  /** Makes sure that a text is read in time, whatever it says. @throws DqsError as {@link check}. */
  assertQuick(text: string): Promise<void>;
}

/** What the thread is asked. */
export interface CheckRequest {
  readonly id: number;
  readonly text: string;
  /** Null where it is about time alone. */
  readonly now: PolicyInForce | null;
  readonly today: number;
}

/** What it answers. */
export interface CheckAnswer {
  readonly id: number;
  readonly check?: PolicyCheck;
  /** What went wrong, by no fault of the text. */
  readonly failure?: string | null;
}

/** What reading may take. */
export interface CheckLimits {
  readonly timeMs: number;
  /** JavaScript heap, megabytes. */
  readonly memoryMb: number;
  /** Texts that wait. */
  readonly most: number;
}

const LIMITS: CheckLimits = { timeMs: 5000, memoryMb: 300, most: 32 };

/** Reads policies on a thread of its own, one after another, so that a hostile text holds up nobody but others who write. */
export class PolicyCheckThread implements PolicyChecks {
  readonly #entry: URL;
  readonly #execArgv: readonly string[];
  readonly #limits: CheckLimits;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #ids = 0;
  #isClosed = false;

  /** @param execArgv options of Node for the thread. @default those of this process */
  constructor(entry: URL, execArgv: readonly string[] = process.execArgv, limits: Partial<CheckLimits> = {}) {
    this.#entry = entry;
    this.#execArgv = execArgv;
    this.#limits = { ...LIMITS, ...limits };
  }

  async check(text: string, now: PolicyInForce, today: number): Promise<PolicyCheck> {
    return (await this.#ask({ text, now, today })).check!;
  }

  async assertQuick(text: string): Promise<void> {
    await this.#ask({ text, now: null, today: 0 });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #ask(request: Omit<CheckRequest, 'id'>): Promise<CheckAnswer> {
    const { most } = this.#limits;
    if (this.#pending >= most) {
      throw new DqsError(
        'simulation-busy',
        `expected at most ${most} policies to wait for being read; ask again later`,
      );
    }
    this.#pending += 1;
    const before = this.#last;
    const mine = (async () => {
      await before.catch(() => undefined);
      return this.#read({ id: (this.#ids += 1), ...request });
    })();
    this.#last = mine;
    try {
      const answer = await mine;
      if (typeof answer.failure === 'string')
        throw new DqsError('internal', `reading a policy failed: ${answer.failure}`);
      return answer;
    } finally {
      this.#pending -= 1;
    }
  }

  #read(request: CheckRequest): Promise<CheckAnswer> {
    const worker = this.#running();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onGone).off('exit', onGone);
      };
      const give = (why: string) => {
        end();
        this.#worker = undefined;
        void worker.terminate();
        const message = `policy.yaml:1: expected a policy that is read within ${why}, got one that takes more; make it smaller`;
        reject(
          this.#isClosed
            ? new DqsError('aborted', 'the server stops')
            : new DqsError('policy-invalid', message, { details: { problems: [message] } }),
        );
      };
      const onMessage = (answer: CheckAnswer) => {
        end();
        resolve(answer);
      };
      const onGone = () => give(`${this.#limits.memoryMb} MB of memory`);
      // The first also waits for the program to load.
      const timer = setTimeout(() => give(`${this.#limits.timeMs / 1000} s`), this.#limits.timeMs);
      worker.on('message', onMessage).on('error', onGone).on('exit', onGone);
      worker.postMessage(request);
    });
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#entry, {
      execArgv: [...this.#execArgv],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
    });
    // It keeps no process alive that has nothing else to do.
    worker.unref();
    worker.on('error', () => undefined);
    return (this.#worker = worker);
  }
}
