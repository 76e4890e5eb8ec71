import type { RecordFault, Shard } from '../shard.js';
import { ShardMemory } from './shard-memory.js';
import { MAX_RECORD_BYTES, SPACE, TAB, LINE_FEED, type FoundFault, type RecordFinder } from './record-finder.js';

/** Limits on the size of a shard. */
export interface ShardLimits {
  /** Maximum records per shard, 1 or more. */
  readonly rows: number;
  /** Bytes at which a shard ends early, so that long records do not exhaust memory. */
  readonly bytes: number;
}

/** Options of a {@link ShardCutter}. */
export interface CutterOptions {
  /** Offset of the first byte in the input; undefined for an input without byte offsets. */
  readonly offset: number | undefined;
  /** Number of the first record. @default 1 */
  readonly firstRecord?: number;
  /** Where shards get their memory. @default new memory for each shard */
  readonly memory?: ShardMemory;
}

const FIRST_BYTES = 64 * 1024;

/** Bytes kept of a record that is too long. */
const EXCERPT_BYTES = 64 * 1024;

/**
 * Cuts a stream of bytes into shards of whole records. Empty lines are skipped and not counted. A record longer than a
 * megabyte becomes a fault and only its beginning is kept, so memory stays bounded whatever arrives.
 */
export class ShardCutter {
  readonly #finder: RecordFinder;
  readonly #limits: ShardLimits;
  readonly #hasOffsets: boolean;
  readonly #memory: ShardMemory;
  #bytes: Buffer;
  #length = 0;
  /** Offset of `#bytes[0]` in the input. */
  #offset: number;
  /** Start of the current record. */
  #start = 0;
  #bounds: Uint32Array;
  #records = 0;
  #faults: RecordFault[] = [];
  #index = 0;
  #firstRecord: number;
  /** Bytes skipped so far of a record that is too long; undefined if there is none. */
  #skipped: number | undefined;

  constructor(finder: RecordFinder, limits: ShardLimits, options: CutterOptions) {
    this.#finder = finder;
    this.#memory = options.memory ?? new ShardMemory();
    this.#bytes = this.#memory.take(FIRST_BYTES);
    this.#limits = limits;
    this.#hasOffsets = options.offset !== undefined;
    this.#offset = options.offset ?? 0;
    this.#firstRecord = options.firstRecord ?? 1;
    this.#bounds = new Uint32Array(2 * Math.min(limits.rows, 4096));
  }

  /** Takes the next bytes and returns the shards that are complete. */
  *push(chunk: Uint8Array): Generator<Shard> {
    let rest = chunk;
    if (this.#skipped !== undefined) {
      const at = chunk.indexOf(LINE_FEED);
      this.#skipped += at < 0 ? chunk.length : at;
      if (at < 0) return;
      // The shard ends here: offsets after the record no longer match the bytes that were kept.
      const beyond = this.#skipped - EXCERPT_BYTES + 1;
      this.#endLong();
      yield this.#cut();
      this.#offset += beyond;
      // A copy: the chunk's memory may already be in use again.
      rest = Buffer.from(chunk.subarray(at + 1));
    }
    this.#append(rest);
    yield* this.#findAll(false);
    if (this.#length - this.#start > MAX_RECORD_BYTES) this.#beginLong();
  }

  /**
   * Returns what is left when no more bytes come.
   *
   * @param cut why the input ended early, if it did: a record without a line end is then incomplete.
   */
  *end(cut?: FoundFault): Generator<Shard> {
    if (this.#skipped !== undefined) this.#endLong();
    else {
      yield* this.#findAll(cut === undefined);
      if (this.#start < this.#length) {
        this.#add(this.#start, this.#length, cut);
        this.#start = this.#length;
      }
    }
    if (this.#records > 0) yield this.#cut();
  }

  *#findAll(isLast: boolean): Generator<Shard> {
    const finder = this.#finder;
    while (finder.find(this.#bytes, this.#start, this.#length, isLast)) {
      const { end, next, fault } = finder;
      if (end - this.#start > MAX_RECORD_BYTES)
        this.#add(this.#start, this.#start + EXCERPT_BYTES, tooLong(end - this.#start));
      else if (fault !== undefined || !this.#isBlank(end)) this.#add(this.#start, end, fault);
      this.#start = next;
      if (this.#records >= this.#limits.rows || this.#start >= this.#limits.bytes) yield* this.#cutIfAny();
    }
  }

  *#cutIfAny(): Generator<Shard> {
    if (this.#records > 0) yield this.#cut();
  }

  #isBlank(end: number): boolean {
    for (let at = this.#start; at < end; at += 1) {
      if (this.#bytes[at] !== SPACE && this.#bytes[at] !== TAB) return false;
    }
    return true;
  }

  #add(start: number, end: number, fault: FoundFault | undefined): void {
    if (2 * this.#records === this.#bounds.length) {
      const grown = new Uint32Array(2 * this.#bounds.length);
      grown.set(this.#bounds);
      this.#bounds = grown;
    }
    if (fault !== undefined) this.#faults.push({ at: this.#records, ...fault });
    this.#bounds[2 * this.#records] = start;
    this.#bounds[2 * this.#records + 1] = end;
    this.#records += 1;
  }

  /** Memory into which the next bytes can be read. Bytes passed to {@link push} in it are not copied. */
  room(size: number): Buffer {
    const needed = this.#length + size;
    if (needed > this.#bytes.length) {
      const old = this.#moveTo(Math.max(needed, 2 * this.#bytes.length), 0);
      this.#memory.release(old);
    }
    return this.#bytes.subarray(this.#length, needed);
  }

  #append(chunk: Uint8Array): void {
    const place = this.room(chunk.length);
    const isInPlace = chunk.buffer === place.buffer && chunk.byteOffset === place.byteOffset;
    if (!isInPlace) place.set(chunk);
    this.#length += chunk.length;
  }

  /** Returns the records so far as a shard and keeps the bytes after them. */
  #cut(): Shard {
    const [end, offset] = [this.#start, this.#offset];
    const bytes = this.#moveTo(this.#bytes.length, end);
    const shard: Shard = {
      index: this.#index,
      firstRecord: this.#firstRecord,
      byteOffset: this.#hasOffsets ? offset : null,
      bytes: new Uint8Array(bytes.buffer, 0, end),
      bounds: this.#bounds.slice(0, 2 * this.#records),
      faults: this.#faults,
    };
    this.#finder.reset();
    this.#index += 1;
    this.#firstRecord += this.#records;
    this.#records = 0;
    this.#faults = [];
    return shard;
  }

  /** Moves the bytes from `at` on to other memory and returns the previous memory. */
  #moveTo(size: number, at: number): Buffer {
    const old = this.#bytes;
    this.#bytes = this.#memory.take(size);
    this.#bytes.set(old.subarray(at, this.#length));
    this.#length -= at;
    this.#offset += at;
    this.#start -= at;
    return old;
  }

  /** Starts skipping a record that is too long: its beginning stays as the last record of the shard. */
  #beginLong(): void {
    this.#skipped = this.#length - this.#start;
    this.#length = this.#start + EXCERPT_BYTES;
    this.#add(this.#start, this.#length, undefined);
    this.#start = this.#length;
    this.#finder.reset();
  }

  #endLong(): void {
    this.#faults.push({ at: this.#records - 1, ...tooLong(this.#skipped!) });
    this.#skipped = undefined;
  }
}

function tooLong(length: number): FoundFault {
  return {
    reason: 'record-too-long',
    message: `expected a record of at most ${MAX_RECORD_BYTES} bytes, got ${length}; only its beginning is kept here`,
  };
}
