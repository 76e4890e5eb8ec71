import { PATIENCE, pauseAfter, type Patience } from './attempts.js';
import type { Driver } from './driver.js';
import { storeFailed } from './errors.js';

/** A place in a cloud: a driver that is opened with the first request, a prefix, and the patience with it. */
export class Remote {
  readonly prefix: string;
  readonly patience: Patience;
  readonly #open: () => Promise<Driver>;
  #driver: Promise<Driver> | undefined;

  /** @param prefix of all names: empty, or a text that ends with a slash. */
  constructor(open: () => Promise<Driver>, prefix: string, patience: Patience = PATIENCE) {
    this.#open = open;
    this.prefix = prefix;
    this.patience = patience;
  }

  /** The driver; a package that is missing now may be there when asked again. */
  async driver(): Promise<Driver> {
    this.#driver ??= this.#open();
    try {
      return await this.#driver;
    } catch (error) {
      this.#driver = undefined;
      throw error;
    }
  }

  /** The place for messages. */
  placeOf({ place }: Driver): string {
    return this.prefix === '' ? place : `${place}/${this.prefix.slice(0, -1)}`;
  }

  /**
   * Makes a request that may be made again and again, until it is answered.
   *
   * @param what it does, for the message: `read the key a/b`.
   * @throws DqsError `artifact-store-failed` once patience ends, or at once where it would not help.
   */
  async ask<T>(what: string, request: (driver: Driver) => Promise<T>): Promise<T> {
    const driver = await this.driver();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request(driver);
      } catch (error) {
        const isOver = driver.verdict(error) === 'failed' || attempt >= this.patience.attempts;
        if (isOver) throw storeFailed(what, this.placeOf(driver), error);
        await pauseAfter(attempt, this.patience);
      }
    }
  }
}
