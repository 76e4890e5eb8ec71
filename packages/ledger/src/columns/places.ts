/** A list of values without repetition, and the place of each: those that one text identifies are one. */
export class Places<Value> {
  readonly values: Value[] = [];
  readonly #identify: (value: Value) => string;
  readonly #byId = new Map<string, number>();
  /** Most columns name the same object over and over; it need not be identified each time. */
  readonly #known = new Map<Value, number>();

  constructor(identify: (value: Value) => string) {
    this.#identify = identify;
  }

  /** The place of a value, which is given one if it has none. */
  of(value: Value): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const id = this.#identify(value);
    let place = this.#byId.get(id);
    if (place === undefined) {
      place = this.values.push(value) - 1;
      this.#byId.set(id, place);
    }
    this.#known.set(value, place);
    return place;
  }
}
