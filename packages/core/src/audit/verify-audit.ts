import { NO_ENTRY } from '../journal/format.js';
import type { Checkpoint } from './checkpoint.js';
import { parseAuditEntry, type AuditEntry } from './entry.js';
import { isNext } from './is-next.js';
import { leafHash, MerkleTree } from './merkle.js';
import { damageAt, MOST_PROBLEMS, runsOf, type AuditDamage, type AuditProblem, type Run } from './problems.js';

/** The result of a verification. Survives JSON. */
export interface AuditReport {
  /** True if nothing was found: all entries follow each other, and are those that every anchor saw. */
  readonly isIntact: boolean;
  readonly entries: number;
  /** Merkle root over them, base64. */
  readonly root: string;
  /** Greatest size among the anchors: what came later nobody vouches for yet. */
  readonly anchored: number;
  /** In the order of entries, at most a thousand. */
  readonly problems: readonly AuditProblem[];
}

/**
 * Whether a log still holds what it held when its anchors were written. The chain tells which entry was changed, is missing,
 * was inserted or stands elsewhere; the anchors tell what a chain cannot: that entries at its end are gone, or that all of it
 * was written anew from some entry on, which lies between the last anchor that fits and the first that does not.
 *
 * @param batches bytes of all entries in order.
 * @param anchors checkpoints whose signatures were checked; without one, truncation and rewriting cannot be seen.
 * @param onEntry told of each entry by its number, as the chain has it, and its leaf hash.
 */
export async function verifyAudit(
  batches: AsyncIterable<readonly Uint8Array[]> | Iterable<readonly Uint8Array[]>,
  anchors: readonly Checkpoint[] = [],
  onEntry?: (number: number, hash: string) => void,
): Promise<AuditReport> {
  const chain = new ChainCheck();
  const roots = new RootCheck(anchors);
  for await (const batch of batches) {
    for (const bytes of batch) {
      const hash = leafHash(bytes);
      const number = chain.add(bytes, hash);
      onEntry?.(number, hash);
      roots.add(hash);
    }
  }
  const inChain = chain.problems();
  const found = [...inChain, ...roots.problems(chain.last, inChain.length === 0)];
  const problems = found.sort((a, b) => a.from - b.from).slice(0, MOST_PROBLEMS);
  const [root, anchored] = [roots.root(), Math.max(0, ...anchors.map(({ size }) => size))];
  return { isIntact: problems.length === 0, entries: chain.count, root, anchored, problems };
}

const UNREADABLE = 'it can no longer be read';

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Follows the chain: numbers without gaps, each naming the hash of the one before. */
class ChainCheck {
  readonly #found: AuditProblem[] = [];
  /** Runs of numbers that were skipped, and may turn up later. */
  #skipped: Run[] = [];
  /** Numbers whose link to the one before is broken. */
  readonly #broken: number[] = [];
  #expected = 1;
  #hash = NO_ENTRY;
  #lastBytes: Uint8Array | undefined;
  count = 0;

  /** Number of the last entry; 0 before the first. */
  get last(): number {
    return this.#expected - 1;
  }

  /** @returns the number of the entry. */
  add(bytes: Uint8Array, hash: string): number {
    this.count += 1;
    this.#lastBytes = bytes;
    const { number, previous } = this.#linkOf(bytes);
    if (number < this.#expected) {
      this.#outOfTurn(number);
      return number;
    }
    if (number > this.#expected) this.#skipped.push([this.#expected, number - 1]);
    else if (previous !== this.#hash) this.#broken.push(number);
    this.#expected = number + 1;
    this.#hash = hash;
    return number;
  }

  problems(): readonly AuditProblem[] {
    const missing = this.#skipped.map(([from, to]) =>
      damageAt('missing', from, to, 'gone, while what follows is there'),
    );
    return [...this.#found, ...this.#unreadableEnd(), ...missing, ...this.#changed()];
  }

  /** What was not parsed is vouched for by the next entry, which the last one has not. */
  #unreadableEnd(): readonly AuditProblem[] {
    const [bytes, number] = [this.#lastBytes, this.last];
    const isKnown = bytes === undefined || this.#found.some(({ from }) => from === number);
    if (isKnown || parseAuditEntry(bytes) !== undefined) return [];
    return [damageAt('changed', number, number, UNREADABLE)];
  }

  /** What cannot be read, or names another number although it follows the entry before it, was changed in its place. */
  #linkOf(bytes: Uint8Array): Pick<AuditEntry, 'number' | 'previous'> {
    const inPlace = { number: this.#expected, previous: this.#hash };
    if (isNext(bufferOf(bytes), this.#expected, this.#hash)) return inPlace;
    const entry = parseAuditEntry(bytes);
    if (entry !== undefined && (entry.number === this.#expected || entry.previous !== this.#hash)) return entry;
    const what = entry === undefined ? UNREADABLE : `it says that it is entry ${entry.number}`;
    this.#note('changed', this.#expected, what);
    return inPlace;
  }

  #outOfTurn(number: number): void {
    const run = this.#skipped.find(([from, to]) => number >= from && number <= to);
    const after = `stands after entry ${this.#expected - 1}`;
    if (run === undefined) return this.#note('inserted', number, `its number is there twice; the second one ${after}`);
    const [from, to] = run;
    const left: Run[] = [
      [from, number - 1],
      [number + 1, to],
    ];
    this.#skipped = this.#skipped.flatMap((one) => (one === run ? left.filter(([a, b]) => a <= b) : [one]));
    this.#note('reordered', number, `it ${after}`);
  }

  /** A changed entry breaks the link of the next one, and its own if it was changed there. The last one has no next. */
  #changed(): AuditProblem[] {
    return runsOf(this.#broken).map(([first, last]) => {
      const isEnd = last === this.#expected - 1;
      const [from, to] = [Math.max(1, first - 1), Math.max(1, isEnd ? last : last - 1)];
      return damageAt('changed', from, to, 'not the bytes that the next entry was written after');
    });
  }

  #note(damage: AuditDamage, number: number, text: string): void {
    if (this.#found.length < MOST_PROBLEMS) this.#found.push(damageAt(damage, number, number, text));
  }
}

/** Compares the root at the size of each anchor. */
class RootCheck {
  readonly #tree = new MerkleTree();
  readonly #anchors: readonly Checkpoint[];
  #next = 0;
  #fits = 0;
  #misfit: Checkpoint | undefined;

  constructor(anchors: readonly Checkpoint[]) {
    this.#anchors = [...anchors].sort((a, b) => a.size - b.size);
    this.#compare();
  }

  add(hash: string): void {
    this.#tree.add(hash);
    this.#compare();
  }

  root(): string {
    return this.#tree.root();
  }

  /** @param end number of the last entry. */
  problems(end: number, isChainSound: boolean): readonly AuditProblem[] {
    const last = this.#anchors.at(-1);
    const found: AuditProblem[] = [];
    if (last !== undefined && last.size > end) {
      found.push(
        damageAt('truncated', end + 1, last.size, `an anchor saw ${last.size} entries, the last one is ${end}`),
      );
    }
    if (this.#misfit && isChainSound) {
      const { size } = this.#misfit;
      const text = `they follow each other, and are not those that the anchor of ${size} entries saw`;
      found.push(damageAt('rewritten', this.#fits + 1, size, text));
    }
    return found;
  }

  #compare(): void {
    for (let anchor = this.#anchors[this.#next]; anchor?.size === this.#tree.size; anchor = this.#anchors[this.#next]) {
      this.#next += 1;
      if (this.#misfit) continue;
      if (anchor.root === this.root()) this.#fits = anchor.size;
      else this.#misfit = anchor;
    }
  }
}
