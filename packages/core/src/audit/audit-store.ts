import { DqsError } from '../errors/dqs-error.js';

/** Where the entries of an audit log are. Entries are only ever added; nothing here changes or removes one. */
export interface AuditStore {
  /** Number of entries. */
  size(): Promise<number>;
  /**
   * Writes the next entry, durably, before it answers.
   *
   * @param number of the entry, from 1.
   * @returns false, and nothing written, if another writer has taken the number.
   * @throws DqsError `invalid-argument` for a number that would leave a gap.
   */
  append(number: number, bytes: Uint8Array): Promise<boolean>;
  /** The bytes of entries in order, from a number on: as many as asked for, fewer at the end, none behind it. */
  read(from: number, count: number): Promise<readonly Uint8Array[]>;
}

/** An {@link AuditStore} for tests and for programs whose log ends with them. */
export class MemoryAuditStore implements AuditStore {
  readonly #entries: Uint8Array[] = [];

  async size(): Promise<number> {
    return this.#entries.length;
  }

  async append(number: number, bytes: Uint8Array): Promise<boolean> {
    const next = this.#entries.length + 1;
    if (!Number.isSafeInteger(number) || number < 1 || number > next) throw gap(number, next);
    if (number < next) return false;
    this.#entries.push(new Uint8Array(bytes));
    return true;
  }

  async read(from: number, count: number): Promise<readonly Uint8Array[]> {
    return this.#entries.slice(from - 1, from - 1 + count).map((bytes) => new Uint8Array(bytes));
  }
}

function gap(number: number, next: number): DqsError {
  return new DqsError('invalid-argument', `expected an entry with a number from 1 to ${next}, got ${number}`);
}

/** Entries read at a time. */
const BATCH = 1000;

/** All entries of a store in order, in batches. */
export async function* auditBatches(store: AuditStore, from = 1): AsyncGenerator<readonly Uint8Array[]> {
  for (let next = from; ; ) {
    const batch = await store.read(next, BATCH);
    if (batch.length === 0) return;
    yield batch;
    next += batch.length;
  }
}
