import { createHash } from 'node:crypto';

/** Executions that are counted, in a form that survives JSON and stays small; see `EventLedger`. */
export interface EventRecord {
  /** Checks that occur: 8 bytes of a hash each, in order, as base64. */
  readonly checks: string;
  /** Which of the checks runs had, by runs that had the same. */
  readonly sets: readonly {
    /** Alternately how many checks are left out and how many follow that are in. */
    readonly spans: readonly number[];
    /** 12 bytes of a hash for each run, in order, as base64. */
    readonly runs: string;
  }[];
}

const CHECK_BYTES = 8;
const RUN_BYTES = 12;

/**
 * The executions that are counted: pairs of a run and one of its checks, known by hashes. Runs mostly execute the same
 * checks, so that a record of it grows by some 16 bytes a run, and by some 11 bytes a check.
 */
export class EventLedger {
  readonly #runs = new Map<string, Set<string>>();
  /** The run that was added to last, by its name. */
  #last?: { readonly run: string; readonly checks: Set<string> };

  /** The ledger of a record; an empty one without. */
  static of(record: EventRecord | undefined): EventLedger {
    const ledger = new EventLedger();
    if (record !== undefined) ledger.#decode(record);
    return ledger;
  }

  get isEmpty(): boolean {
    return this.#runs.size === 0;
  }

  has(run: string, check: string): boolean {
    return this.#runs.get(hashOf(run, RUN_BYTES))?.has(hashOf(check, CHECK_BYTES)) === true;
  }

  /** Adds an execution; false if it was in. */
  add(run: string, check: string): boolean {
    // A file tells the checks of a run one after the other.
    if (this.#last?.run !== run) this.#last = { run, checks: this.#checksOf(hashOf(run, RUN_BYTES)) };
    const { checks } = this.#last;
    const size = checks.size;
    return checks.add(hashOf(check, CHECK_BYTES)).size > size;
  }

  /** Adds the executions of another ledger. */
  absorb(other: EventLedger): void {
    for (const [run, checks] of other.#runs) {
      const own = this.#checksOf(run);
      for (const check of checks) own.add(check);
    }
  }

  /** The same record for the same executions, in whatever order they were added. */
  record(): EventRecord {
    const checks = [...new Set([...this.#runs.values()].flatMap((set) => [...set]))].sort();
    const positions = new Map(checks.map((check, at) => [check, at]));
    const sets = new Map<string, { spans: number[]; runs: string[] }>();
    for (const [run, own] of [...this.#runs].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const spans = spansOf([...own].map((check) => positions.get(check)!).sort((a, b) => a - b));
      const id = spans.join();
      const same = sets.get(id);
      if (same === undefined) sets.set(id, { spans, runs: [run] });
      else same.runs.push(run);
    }
    return { checks: join(checks), sets: [...sets.values()].map(({ spans, runs }) => ({ spans, runs: join(runs) })) };
  }

  #checksOf(run: string): Set<string> {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const checks = new Set<string>();
    this.#runs.set(run, checks);
    return checks;
  }

  #decode({ checks, sets }: EventRecord): void {
    const all = split(checks, CHECK_BYTES);
    for (const { spans, runs } of sets) {
      const own = all.filter(memberOf(spans));
      for (const run of split(runs, RUN_BYTES)) {
        const known = this.#checksOf(run);
        for (const check of own) known.add(check);
      }
    }
  }
}

function hashOf(text: string, bytes: number): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * bytes);
}

function join(hashes: readonly string[]): string {
  return Buffer.from(hashes.join(''), 'hex').toString('base64');
}

function split(base64: string, bytes: number): string[] {
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return Array.from({ length: Math.floor(hex.length / (2 * bytes)) }, (_, at) =>
    hex.slice(at * 2 * bytes, (at + 1) * 2 * bytes),
  );
}

/** Ascending positions as lengths of gaps and of what lies between them. */
function spansOf(positions: readonly number[]): number[] {
  const spans: number[] = [];
  let next = 0;
  for (const at of positions) {
    if (at === next && spans.length > 0) spans[spans.length - 1]! += 1;
    else spans.push(at - next, 1);
    next = at + 1;
  }
  return spans;
}

/** Whether a position is in, for positions that are asked for in order. */
function memberOf(spans: readonly number[]): (value: unknown, at: number) => boolean {
  const isIn: boolean[] = [];
  spans.forEach((length, at) => {
    for (let i = 0; i < length; i += 1) isIn.push(at % 2 === 1);
  });
  return (_, at) => isIn[at] === true;
}
