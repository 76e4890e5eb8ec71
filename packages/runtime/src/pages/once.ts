/** Results that are kept at most. */
const MOST_KEPT = 60;

/**
 * What is made once of the same data for all who look at them: pages of one view, and views of now as long as nothing new has come.
 * What failed is made again by the next who asks.
 */
export class Once {
  readonly #made = new Map<string, Promise<unknown>>();

  /**
   * The result that is kept under a name; made by the first who asks.
   *
   * @param name says all that the result depends on beside the data.
   */
  of<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(name, made);
    made.catch(() => this.#made.delete(name));
    for (const [oldest] of this.#made) if (this.#made.size > MOST_KEPT) this.#made.delete(oldest);
    return made;
  }
}
