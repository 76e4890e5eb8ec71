import type { ArtifactProblem } from '../journal/verify-chain.js';
import { leafHash } from './merkle.js';
import { damageAt, runsOf, type AuditProblem } from './problems.js';

const HASH_BYTES = 32;
/** What is known of an entry that the journal holds. */
const STATE = { absent: 0, copied: 1, same: 2, other: 3 } as const;

/** What a log is, compared with its journal. Survives JSON. */
export interface JournalReport {
  /** Entries that the journal holds. */
  readonly copied: number;
  /** Entries of the log that it does not hold yet. */
  readonly notYetCopied: number;
  /** `lost`: in the journal, not in the log; `tampered`: other bytes than in the journal. */
  readonly problems: readonly AuditProblem[];
  /** Artifacts of the journal itself that were changed. */
  readonly damaged: readonly ArtifactProblem[];
}

/** Compares a log with its journal: 32 bytes of each entry are kept. */
export class JournalCheck {
  #hashes = Buffer.alloc(1024 * HASH_BYTES);
  #states = new Uint8Array(1024);
  #last = 0;
  #notYetCopied = 0;

  /** @param damaged what was found of the journal itself. */
  constructor(private readonly damaged: readonly ArtifactProblem[]) {}

  /** Number of the last entry that the journal holds; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Takes an entry of the journal. */
  copy(number: number, bytes: Uint8Array): void {
    this.#grow(number);
    this.#hashes.write(leafHash(bytes), number * HASH_BYTES, 'hex');
    this.#states[number] = STATE.copied;
    this.#last = number;
  }

  /** Takes an entry of the log, by its leaf hash. */
  compare(number: number, hash: string): void {
    if (number > this.#last) this.#notYetCopied += 1;
    if (number > this.#last || this.#states[number] === STATE.absent) return;
    const isSame = hash === this.#hashes.toString('hex', number * HASH_BYTES, (number + 1) * HASH_BYTES);
    if (isSame) this.#states[number] = STATE.same;
    else if (this.#states[number] === STATE.copied) this.#states[number] = STATE.other;
  }

  /** What was found once all of the log was compared. */
  report(): JournalReport {
    const of = (state: number) => {
      const numbers: number[] = [];
      for (let number = 1; number <= this.#last; number += 1) if (this.#states[number] === state) numbers.push(number);
      return numbers;
    };
    const copied = this.#states.reduce((count, state) => count + (state === STATE.absent ? 0 : 1), 0);
    const lost = runsOf(of(STATE.copied)).map(([from, to]) =>
      damageAt('lost', from, to, 'in the journal, not in the log'),
    );
    const other = runsOf(of(STATE.other)).map(([from, to]) =>
      damageAt('tampered', from, to, 'other bytes in the journal'),
    );
    const problems = [...lost, ...other].sort((a, b) => a.from - b.from);
    return { copied, notYetCopied: this.#notYetCopied, problems, damaged: this.damaged };
  }

  #grow(number: number): void {
    if (number < this.#states.length) return;
    const size = Math.max(2 * this.#states.length, number + 1);
    this.#hashes = Buffer.concat([this.#hashes], size * HASH_BYTES);
    const states = new Uint8Array(size);
    states.set(this.#states);
    this.#states = states;
  }
}
