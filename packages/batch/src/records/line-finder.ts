import { CARRIAGE_RETURN, LINE_FEED, type FoundFault, type RecordFinder } from './record-finder.js';

/** One record a line: JSON lines, or any text. */
export class LineFinder implements RecordFinder {
  end = 0;
  next = 0;
  readonly fault: FoundFault | undefined = undefined;
  /** Bytes before this position are known to contain no line end of the current record. */
  #scanned = 0;
  #start = -1;

  find(bytes: Uint8Array, start: number, length: number, isLast: boolean): boolean {
    const from = start === this.#start ? this.#scanned : start;
    const at = bytes.indexOf(LINE_FEED, from);
    const isFound = at >= 0 && at < length;
    [this.#start, this.#scanned] = isFound ? [-1, 0] : [start, length];
    if (!isFound && !(isLast && start < length)) return false;
    this.next = isFound ? at + 1 : length;
    this.end = isFound ? at : length;
    if (this.end > start && bytes[this.end - 1] === CARRIAGE_RETURN) this.end -= 1;
    return true;
  }

  reset(): void {
    this.#start = -1;
  }
}
