/** The position of a text in bytes: `start … end − 1`. */
export interface TextSpan {
  start: number;
  end: number;
}

/** The positions of the texts in a record that name its series. */
export interface SeriesSpans {
  /** Empty if the record has none. */
  readonly tenant: TextSpan;
  readonly dataset: TextSpan;
  readonly rule: TextSpan;
}

/** Finds the index of a series by the texts of its tenant, dataset and rule. */
export type FindSeries = (tenant: Uint8Array, dataset: Uint8Array, rule: Uint8Array) => number;

/** The answer for a series that the history will have when it is next extended. */
const NOT_YET = -1;

/** Entries and bytes after which the cache is cleared: enough for repeated texts, bounded for others. */
const MAX_ENTRIES = 1 << 19;
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/**
 * Remembers the series of texts by their bytes, so that a request of a known series needs no string: a hash over the
 * fields, open addressing, and a comparison of the bytes.
 */
export class SeriesLookup {
  readonly #find: FindSeries;
  /** Entry of each slot plus one; 0 is free. */
  #slots = new Int32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  #series = new Int32Array(1 << 11);
  /** Where the texts of an entry begin, and the lengths of the first two of them. */
  #starts = new Int32Array((1 << 11) + 1);
  #tenantLengths = new Int32Array(1 << 11);
  #datasetLengths = new Int32Array(1 << 11);
  #texts = new Uint8Array(1 << 16);
  #count = 0;
  /** The entry found last, −1 for none: requests of a series are often adjacent. */
  #last = -1;

  /** @param find asked once for every three texts (again after much was remembered); {@link NOT_YET} is not remembered. */
  constructor(find: FindSeries) {
    this.#find = find;
  }

  /** The series of the texts in `bytes`. */
  find(bytes: Uint8Array, spans: SeriesSpans): number {
    if (this.#last >= 0 && this.#equals(this.#last, bytes, spans)) return this.#series[this.#last]!;
    const { tenant, dataset, rule } = spans;
    let hash = -2128831035;
    for (let at = tenant.start; at < tenant.end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 16777619);
    hash = Math.imul(hash ^ 0x1f, 16777619);
    for (let at = dataset.start; at < dataset.end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 16777619);
    hash = Math.imul(hash ^ 0x1f, 16777619);
    for (let at = rule.start; at < rule.end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 16777619);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0) break;
      if (this.#hashes[entry] !== hash) continue;
      if (!this.#equals(entry, bytes, spans)) continue;
      this.#last = entry;
      return this.#series[entry]!;
    }
    const text = ({ start, end }: TextSpan) => bytes.subarray(start, end);
    return this.#add(hash, text(tenant), text(dataset), text(rule));
  }

  /** Forgets everything. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#last = -1;
  }

  #equals(entry: number, bytes: Uint8Array, { tenant, dataset, rule }: SeriesSpans): boolean {
    const [tenantLength, datasetLength] = [tenant.end - tenant.start, dataset.end - dataset.start];
    if (this.#tenantLengths[entry] !== tenantLength || this.#datasetLengths[entry] !== datasetLength) return false;
    let at = this.#starts[entry]!;
    if (this.#starts[entry + 1]! - at !== tenantLength + datasetLength + rule.end - rule.start) return false;
    const texts = this.#texts;
    for (let i = tenant.start; i < tenant.end; i += 1) if (texts[at++] !== bytes[i]) return false;
    for (let i = dataset.start; i < dataset.end; i += 1) if (texts[at++] !== bytes[i]) return false;
    for (let i = rule.start; i < rule.end; i += 1) if (texts[at++] !== bytes[i]) return false;
    return true;
  }

  #add(hash: number, tenant: Uint8Array, dataset: Uint8Array, rule: Uint8Array): number {
    const series = this.#find(tenant, dataset, rule);
    if (series === NOT_YET) return series;
    if (this.#count >= MAX_ENTRIES || this.#starts[this.#count]! > MAX_TEXT_BYTES) this.clear();
    const entry = this.#count;
    const start = entry === 0 ? 0 : this.#starts[entry]!;
    const end = start + tenant.length + dataset.length + rule.length;
    this.#reserve(end);
    this.#texts.set(tenant, start);
    this.#texts.set(dataset, start + tenant.length);
    this.#texts.set(rule, start + tenant.length + dataset.length);
    this.#starts[entry] = start;
    this.#starts[entry + 1] = end;
    this.#tenantLengths[entry] = tenant.length;
    this.#datasetLengths[entry] = dataset.length;
    this.#hashes[entry] = hash;
    this.#series[entry] = series;
    this.#count += 1;
    this.#place(entry);
    return series;
  }

  #reserve(textBytes: number): void {
    if (textBytes > this.#texts.length) this.#texts = grown(this.#texts, Math.max(textBytes, 2 * this.#texts.length));
    if (this.#count < this.#hashes.length) return;
    const size = 2 * this.#hashes.length;
    this.#hashes = grown(this.#hashes, size);
    this.#series = grown(this.#series, size);
    this.#tenantLengths = grown(this.#tenantLengths, size);
    this.#datasetLengths = grown(this.#datasetLengths, size);
    this.#starts = grown(this.#starts, size + 1);
    this.#slots = new Int32Array(2 * size);
    for (let entry = 0; entry < this.#count; entry += 1) this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[entry]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }
}

function grown<T extends Int32Array | Uint8Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
