import type { Shard } from '@dqs/batch';
import type { SeriesHistory } from '@dqs/features';

import { ForecastKeys, setKey, type ForecastKey } from './forecast-keys.js';
import type { ForecastRows, ForecastWriter } from './forecast-writer.js';
import { OutputBuffer } from './output-buffer.js';
import type { ParsedRequests } from './parsed-requests.js';
import { isStandIn } from './request-history.js';
import { SharedTexts } from './shared-texts.js';

/** Bytes of the texts that a process keeps: about a hundred thousand forecasts. */
const KEPT_BYTES = 24 * 1024 * 1024;
/** After so many requests it is decided whether forecasts come again … */
const TRIAL = 1 << 15;
/** … for at least one in so many of them; if not, they are no longer looked for. */
const LEAST_SHARE = 16;
/** Requests that are forecast at a time. */
const BLOCK = 8192;
/** The slot of a request whose forecast is nobody else's. */
const NO_SLOT = -1;

/** The requests of a shard. */
interface ShardRequests {
  readonly shard: Shard;
  readonly history: SeriesHistory;
  readonly parsed: ParsedRequests;
  /** The target of each request. */
  readonly targets: Float64Array;
}

/**
 * Writes the rows of shards, and makes each forecast once: a forecast depends on series, day and target alone, and requests for
 * the same of them differ in what is passed through. The text of a forecast is kept for later shards, here and, where there are
 * several workers, in memory that they share. The bytes are the same with it and without.
 */
export class ForecastTexts {
  readonly #writer: ForecastWriter;
  readonly #out = new OutputBuffer(KEPT_BYTES);
  readonly #keys = new ForecastKeys();
  readonly #key: ForecastKey = { series: 0, day: 0, low: 0, high: 0 };
  #shared: SharedTexts | undefined;
  #history: SeriesHistory;
  /** By series: 1 where the text takes names from the request. */
  #standIns: Uint8Array;
  /** Of each request of a block: where its text is and its length; without a length, which of the missing forecasts it is. */
  #places = new Int32Array(0);
  #lengths = new Int32Array(0);
  /** Of each missing forecast: its request, its slot, and where its text is and its length once it is written. */
  #missing = new Int32Array(0);
  #slots = new Int32Array(0);
  #starts = new Int32Array(0);
  #sizes = new Int32Array(0);
  #blocks = 0;
  #requests = 0;
  #again = 0;

  /**
   * @param history that the indices of series in `shared` are of; with a later one nothing is shared.
   * @param shared from `SharedTexts.memory`, the same for all workers.
   */
  constructor(writer: ForecastWriter, history: SeriesHistory, shared: SharedArrayBuffer | undefined) {
    this.#writer = writer;
    this.#history = history;
    this.#standIns = standInsOf(history);
    this.#shared = shared && new SharedTexts(shared);
  }

  /**
   * The rows of the requests of a shard, valid until the next call. They are made some at a time: then workers that begin at the same
   * time soon find what the others have made, and what is worked on stays in the caches of the core.
   *
   * @param make forecasts the requests at some rows.
   */
  write(requests: ShardRequests, make: (rows: Int32Array) => ForecastRows): Uint8Array {
    const { shard, history, parsed } = requests;
    if (this.#history !== history) this.#startAnew(history);
    const { length } = parsed.at;
    const capacity = shard.bytes.length + this.#writer.rowBytes * length;
    this.#out.begin(shard.bytes, capacity, this.#writer.table(history));
    this.#fit(Math.min(length, BLOCK));
    for (let from = 0; from < length; from += BLOCK) {
      const to = Math.min(length, from + BLOCK);
      const missing = this.#findMissing(requests, from, to);
      if (missing.length > 0) this.#writer.begin(make(missing));
      this.#writeRows(requests, from, to);
    }
    return this.#out.finish();
  }

  /** The rows of a block whose forecasts have to be made, in order. */
  #findMissing({ parsed, targets }: ShardRequests, from: number, to: number): Int32Array {
    const { series, targetDay } = parsed.requests;
    this.#blocks += 1;
    const looks = this.#requests < TRIAL || this.#again * LEAST_SHARE >= this.#requests;
    let count = 0;
    for (let row = from; row < to; row += 1) {
      const one = series[row]!;
      let slot = NO_SLOT;
      if (looks && this.#standIns[one] === 0) {
        setKey(this.#key, one, targetDay[row]!, targets[row]!);
        slot = this.#keys.slotOf(this.#key);
        if (slot !== NO_SLOT && this.#isKnown(row - from, slot)) continue;
        if (slot !== NO_SLOT) this.#keys.setAwaited(slot, this.#blocks, count);
      }
      this.#lengths[row - from] = 0;
      this.#places[row - from] = count;
      this.#missing[count] = row;
      this.#slots[count] = slot;
      count += 1;
    }
    if (looks) {
      this.#requests += to - from;
      this.#again += to - from - count;
    }
    return this.#missing.subarray(0, count);
  }

  #writeRows(requests: ShardRequests, from: number, to: number): void {
    const [writer, out] = [this.#writer, this.#out];
    for (let row = from, written = 0; row < to; row += 1) {
      const place = this.#places[row - from]!;
      const length = this.#lengths[row - from]!;
      if (length > 0) out.copyAgain(place, length);
      else if (place < written) out.copyAgain(this.#starts[place]!, this.#sizes[place]!);
      else {
        const start = out.position;
        writer.forecast(out, place);
        this.#keep(place, start, requests);
        written += 1;
      }
      writer.rest(out, requests, row);
    }
  }

  /** Whether the text of a slot is there, or will be among those of this block; if so, notes it for the request. */
  #isKnown(row: number, slot: number): boolean {
    const keys = this.#keys;
    if (keys.lengthOf(slot) === 0 && !this.#takeShared(slot) && keys.blockOf(slot) !== this.#blocks) return false;
    this.#places[row] = keys.placeOf(slot);
    this.#lengths[row] = keys.lengthOf(slot);
    return true;
  }

  /** Keeps what another worker has made, if it has. */
  #takeShared(slot: number): boolean {
    if (this.#shared === undefined || this.#keys.blockOf(slot) === this.#blocks) return false;
    const text = this.#shared.find(this.#key);
    const position = text === undefined ? -1 : this.#out.keepBytes(text);
    if (position < 0) return false;
    this.#keys.setText(slot, position, text!.length);
    return true;
  }

  /** Keeps the text that was just written, here and for the other workers. */
  #keep(miss: number, start: number, { parsed, targets }: ShardRequests): void {
    const out = this.#out;
    const size = out.position - start;
    this.#starts[miss] = start;
    this.#sizes[miss] = size;
    const slot = this.#slots[miss]!;
    if (slot === NO_SLOT) return;
    const position = out.keep(start);
    if (position < 0) return;
    this.#keys.setText(slot, position, size);
    if (this.#shared === undefined) return;
    const row = this.#missing[miss]!;
    const { series, targetDay } = parsed.requests;
    setKey(this.#key, series[row]!, targetDay[row]!, targets[row]!);
    this.#shared.add(this.#key, out.since(start));
  }

  #startAnew(history: SeriesHistory): void {
    this.#history = history;
    this.#standIns = standInsOf(history);
    this.#shared = undefined;
    this.#keys.clear();
    this.#out.forget();
  }

  #fit(rows: number): void {
    if (rows <= this.#places.length) return;
    const fresh = () => new Int32Array(rows);
    [this.#places, this.#lengths, this.#missing] = [fresh(), fresh(), fresh()];
    [this.#slots, this.#starts, this.#sizes] = [fresh(), fresh(), fresh()];
  }
}

function standInsOf({ series }: SeriesHistory): Uint8Array {
  return Uint8Array.from(series, (one) => (isStandIn(one) ? 1 : 0));
}
