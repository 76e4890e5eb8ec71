import { createHash } from 'node:crypto';

const LANES = 4;

/** A fingerprint of rows in any order: sums of the hashes of all rows, so that a table has the same one however it is read. */
export class ContentHash {
  readonly #sums = new BigUint64Array(LANES);
  #rows = 0;

  /** Adds a row. */
  add(values: readonly (string | null)[]): void {
    const digest = createHash('sha256').update(JSON.stringify(values)).digest();
    // Typed arrays keep 64 bits of each sum.
    for (let lane = 0; lane < LANES; lane += 1) this.#sums[lane]! += digest.readBigUInt64LE(lane * 8);
    this.#rows += 1;
  }

  /** The fingerprint of all rows, in hex. */
  digest(): string {
    return createHash('sha256')
      .update(`${this.#rows}:${this.#sums.join(':')}`)
      .digest('hex');
  }
}
