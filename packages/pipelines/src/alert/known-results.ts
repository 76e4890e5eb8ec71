import type { DayResult } from '@dqs/alerting';
import type { LedgerStore, RevisionColumns } from '@dqs/ledger';

/** The results of a day that a ledger keeps, so that it can be asked what was known of them at any time. */
export class KnownResults {
  readonly #rows: ReadonlyMap<number, readonly number[]>;
  /** By row; the same object serves every tick that sees it. */
  readonly #made = new Map<number, DayResult>();

  private constructor(
    readonly day: number,
    private readonly revisions: RevisionColumns,
  ) {
    this.#rows = rowsBySeries(revisions.series);
  }

  /**
   * Reads the results of a day.
   *
   * @param until nothing that arrived later is read, milliseconds.
   */
  static async read(store: Pick<LedgerStore, 'revisions'>, day: number, until: number): Promise<KnownResults> {
    return new KnownResults(day, await store.revisions({ from: day, to: day, knownAt: until }));
  }

  /** Numbers of the series that have results. */
  get series(): Iterable<number> {
    return this.#rows.keys();
  }

  /** The result of a series as it was known at a time; undefined if nothing was. */
  of(series: number, at: number): DayResult | undefined {
    const { passes, fails, errors, entry, entries } = this.revisions;
    const row = this.#rows.get(series)?.findLast((one) => entries[entry[one]!]!.arrivedAt <= at);
    if (row === undefined || !(passes[row]! + fails[row]! + errors[row]! > 0)) return undefined;
    const made = this.#made.get(row) ?? this.#resultOf(row);
    this.#made.set(row, made);
    return made;
  }

  #resultOf(row: number): DayResult {
    const { passes, fails, errors } = this.revisions;
    return { day: this.day, passes: passes[row]!, fails: fails[row]!, errors: errors[row]! };
  }

  /** When the first pass or fail of a series arrived; infinity if none has. */
  firstAt(series: number): number {
    const { passes, fails, entry, entries } = this.revisions;
    const row = this.#rows.get(series)?.find((one) => passes[one]! + fails[one]! > 0);
    return row === undefined ? Number.POSITIVE_INFINITY : entries[entry[row]!]!.arrivedAt;
  }
}

/** The rows of each series of a column, in their order. */
export function rowsBySeries(series: Int32Array): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  series.forEach((number, row) => {
    const own = rows.get(number);
    if (own) own.push(row);
    else rows.set(number, [row]);
  });
  return rows;
}
