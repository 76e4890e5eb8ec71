import type { RecordFault, Shard } from '../shard.js';
import { ShardMemory } from './shard-memory.js';
import { MAX_RECORD_BYTES, SPACE, TAB, LINE_FEED, type FoundFault, type RecordFinder } from './record-finder.js';

/** How large shards become. */
export interface ShardLimits {
  /** Records of a shard, 1 or more. */
  readonly rows: number;
  /** Bytes at which a shard ends early, so that long records do not fill the memory. */
  readonly bytes: number;
}

/** What a {@link ShardCutter} may be told of its input. */
export interface CutterOptions {
  /** Where in the input the first byte stands; undefined for an input without byte offsets. */
  readonly offset: number | undefined;
  /** Where shards get their memory. @default memory of this cutter's own, none of it used twice */
  readonly memory?: ShardMemory;
}

const FIRST_BYTES = 64 * 1024;

/** Bytes that are kept of a record that is too long. */
const EXCERPT_BYTES = 64 * 1024;

/**
 * Cuts a stream of bytes into shards of whole records. Empty lines are passed over and not counted. A record of more than
 * a megabyte becomes a fault of which the beginning is kept, so that memory stays bounded whatever arrives.
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
  /** Start of the record that is being looked for. */
  #start = 0;
  #bounds: Uint32Array;
  #records = 0;
  #faults: RecordFault[] = [];
  #index = 0;
  #firstRecord = 1;
  /** Bytes of a record that is too long, as far as they have been passed over; undefined where there is none. */
  #skipped: number | undefined;

  constructor(finder: RecordFinder, limits: ShardLimits, options: CutterOptions) {
    this.#finder = finder;
    this.#memory = options.memory ?? new ShardMemory();
    this.#bytes = this.#memory.take(FIRST_BYTES);
    this.#limits = limits;
    this.#hasOffsets = options.offset !== undefined;
    this.#offset = options.offset ?? 0;
    this.#bounds = new Uint32Array(2 * Math.min(limits.rows, 4096));
  }

  /** Takes the next bytes and gives the shards that are whole. */
  *push(chunk: Uint8Array): Generator<Shard> {
    let rest = chunk;
    if (this.#skipped !== undefined) {
      const at = chunk.indexOf(LINE_FEED);
      this.#skipped += at < 0 ? chunk.length : at;
      if (at < 0) return;
      // The shard ends here: offsets behind the record are no longer those of the bytes that were kept.
      const beyond = this.#skipped - EXCERPT_BYTES + 1;
      this.#endLong();
      yield this.#cut();
      this.#offset += beyond;
      // A copy: where the chunk stands may be used again by now.
      rest = Buffer.from(chunk.subarray(at + 1));
    }
    this.#append(rest);
    yield* this.#findAll(false);
    if (this.#length - this.#start > MAX_RECORD_BYTES) this.#beginLong();
  }

  /**
   * Gives what is left when no more bytes come.
   *
   * @param cut why they do not, where there should be more: a record without a line end is then only a part of one.
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

  /** Memory into which the next bytes can be read; given to {@link push} then, they need not be copied. */
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

  /** Gives the records so far as a shard and keeps the bytes behind them. */
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

  /** Goes on in other memory with the bytes from `at` on; gives the memory so far. */
  #moveTo(size: number, at: number): Buffer {
    const old = this.#bytes;
    this.#bytes = this.#memory.take(size);
    this.#bytes.set(old.subarray(at, this.#length));
    this.#length -= at;
    this.#offset += at;
    this.#start -= at;
    return old;
  }

  /** Begins to pass over a record that is too long: its beginning stays as the last record of the shard. */
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
    message: `expected a record of at most ${MAX_RECORD_BYTES} bytes, got one of ${length}; its beginning is kept here`,
  };
}
