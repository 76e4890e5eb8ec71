import type { RunStore } from '../../src/index.js';

/** What happens to a start at one of its writes, counted from 0. */
export interface Fate {
  /** `killed`: nothing of it happens any more. `frozen`: it goes on when it is thawed, however late. */
  readonly kind: 'killed' | 'frozen';
  /** Whether the write has taken effect by then. */
  readonly isWritten: boolean;
  readonly write: number;
}

/** The end of a killed start. */
export class Killed extends Error {}

/** A start whose writes go to a store until its fate comes true. */
export class FatedRun implements RunStore {
  readonly artifacts: RunStore['artifacts'];
  readonly bulk: RunStore['bulk'];
  /** Resolves when the start is frozen. */
  readonly isFrozen: Promise<void>;
  /** Lets a frozen start go on. */
  thaw: () => void = () => undefined;
  readonly #fate: Fate | undefined;
  readonly #thawed = new Promise<void>((resolve) => (this.thaw = resolve));
  #writes = 0;
  #isDead = false;
  #freeze: () => void = () => undefined;

  constructor({ artifacts, bulk }: RunStore, fate: Fate | undefined) {
    this.#fate = fate;
    this.isFrozen = new Promise((resolve) => (this.#freeze = resolve));
    this.artifacts = {
      get: (key) => this.#read(() => artifacts.get(key)),
      head: (key) => this.#read(() => artifacts.head(key)),
      list: (prefix) => this.#read(() => artifacts.list(prefix)),
      delete: (key) => this.#write(() => artifacts.delete(key)),
      put: (key, content, condition) => this.#write(() => artifacts.put(key, content, condition)),
    };
    this.bulk = {
      stat: (key) => this.#read(() => bulk.stat(key)),
      read: (key, range) => bulk.read(key, range),
      write: (key, pieces) => this.#write(() => bulk.write(key, pieces)),
    };
  }

  async #read<T>(read: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Killed();
    return read();
  }

  async #write<T>(write: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Killed();
    const fate = this.#fate?.write === this.#writes ? this.#fate : undefined;
    this.#writes += 1;
    if (fate === undefined) return write();
    if (!fate.isWritten) {
      await this.#meet(fate);
      return write();
    }
    const answer = await write();
    await this.#meet(fate);
    return answer;
  }

  async #meet({ kind }: Fate): Promise<void> {
    if (kind === 'killed') {
      this.#isDead = true;
      throw new Killed();
    }
    this.#freeze();
    await this.#thawed;
  }
}
