import type { BatchProgress } from '../events.js';

/** Measures the progress of a run with a monotonic clock. */
export class ProgressMeter {
  readonly #inputBytes: number;
  readonly #started = performance.now();
  #bytesRead = 0;
  #recordsRead = 0;
  #records = 0;
  #resumedRecords = 0;
  #deadLetters = 0;

  /** @param inputBytes size of the input as stored. */
  constructor(inputBytes: number) {
    this.#inputBytes = inputBytes;
  }

  /** Records how many bytes of the input, as stored, have been read. */
  readBytes(bytes: number): void {
    this.#bytesRead = bytes;
  }

  /** Counts records that have been read. */
  readRecords(count: number): void {
    this.#recordsRead += count;
  }

  /** Counts records that are done. */
  done(records: number, deadLetters: number, isResumed: boolean): void {
    this.#records += records;
    this.#deadLetters += deadLetters;
    if (isResumed) this.#resumedRecords += records;
  }

  /** Seconds since the run began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** The current progress. */
  progress(): BatchProgress {
    const read = this.#inputBytes === 0 ? 1 : Math.min(1, this.#bytesRead / this.#inputBytes);
    const share = this.#recordsRead === 0 ? 0 : (read * this.#records) / this.#recordsRead;
    const recordsPerSecond = (this.#records - this.#resumedRecords) / Math.max(this.seconds, 1e-9);
    const left = share > 0 ? this.#records / share - this.#records : Number.NaN;
    const secondsLeft = recordsPerSecond > 0 && !Number.isNaN(left) ? left / recordsPerSecond : null;
    return { records: this.#records, deadLetters: this.#deadLetters, share, recordsPerSecond, secondsLeft };
  }
}
