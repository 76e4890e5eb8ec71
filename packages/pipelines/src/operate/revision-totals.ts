import type { DailyPanel } from '@dqs/core';
import type { Delivered, DeliveryEntry } from '@dqs/ingestion';
import type { LedgerEntry, LedgerStore, RevisionColumns } from '@dqs/ledger';

import { ledgerSeries } from './ledger-series.js';

/** What an entry changed: results of series, by column, and with which sign they count. */
export interface EntryChange {
  readonly entry: DeliveryEntry<Delivered>;
  readonly parts: readonly { readonly panel: DailyPanel; readonly sign: 1 | -1 }[];
}

/** Counts of one series' day. */
interface Counts {
  passes: number;
  fails: number;
  errors: number;
}

/** Counts by series, then day. */
type CountsByDay = Map<number, Map<number, Counts>>;

interface Row extends Counts {
  readonly series: number;
  readonly day: number;
  readonly entry: number;
}

/** The totals of the series' days that some entries change, entry by entry. */
export class RevisionTotals {
  readonly #rows: Row[] = [];
  readonly #entries: LedgerEntry[] = [];

  private constructor(private readonly totals: CountsByDay) {}

  /** Takes in changes, in the order of their entries, on top of what the ledger knows of their days. */
  static async of(ledger: LedgerStore, changes: readonly EntryChange[]): Promise<RevisionTotals> {
    const days = [
      ...new Set(changes.flatMap(({ parts }) => parts.flatMap(({ panel }) => [...new Set(panel.cells.day)]))),
    ];
    const totals = new RevisionTotals(await knownTotals(ledger, days));
    for (const change of changes) totals.#add(change, await sumsOf(ledger, change));
    return totals;
  }

  /** One for each series' day that an entry changed. */
  revisions(): RevisionColumns {
    const column = (of: (row: Row) => number) => Int32Array.from(this.#rows, of);
    return {
      series: column(({ series }) => series),
      day: column(({ day }) => day),
      passes: column(({ passes }) => passes),
      fails: column(({ fails }) => fails),
      errors: column(({ errors }) => errors),
      entry: column(({ entry }) => entry),
      entries: this.#entries,
    };
  }

  #add({ entry: { number, at, body } }: EntryChange, sums: CountsByDay): void {
    const entry = this.#entries.length;
    this.#entries.push({ number, arrivedAt: Date.parse(at), delivery: body.delivery });
    for (const [series, days] of sums) {
      for (const [day, { passes, fails, errors }] of days) {
        // What a correction left as it was is no revision.
        if (passes === 0 && fails === 0 && errors === 0) continue;
        const total = countsOf(this.totals, series, day);
        total.passes += passes;
        total.fails += fails;
        total.errors += errors;
        this.#rows.push({ series, day, entry, ...total });
      }
    }
  }
}

/** The sums of a change by series and day: several names or sources of a series count together. */
async function sumsOf(ledger: LedgerStore, { parts }: EntryChange): Promise<CountsByDay> {
  const sums: CountsByDay = new Map();
  for (const { panel, sign } of parts) {
    const numbers = await ledger.register(ledgerSeries(panel));
    const { key, day, passes, fails, errors } = panel.cells;
    for (let row = 0; row < key.length; row += 1) {
      const sum = countsOf(sums, numbers[key[row]!]!, day[row]!);
      sum.passes += sign * passes[row]!;
      sum.fails += sign * fails[row]!;
      sum.errors += sign * errors[row]!;
    }
  }
  return sums;
}

/** What the ledger knows of days: of each series' day its last revision. */
async function knownTotals(ledger: LedgerStore, days: readonly number[]): Promise<CountsByDay> {
  const totals: CountsByDay = new Map();
  for (const range of rangesOf(days)) {
    const { series, day, passes, fails, errors } = await ledger.revisions(range);
    // In the order of entries, so that the last one stays.
    for (let row = 0; row < series.length; row += 1) {
      const total = countsOf(totals, series[row]!, day[row]!);
      total.passes = passes[row]!;
      total.fails = fails[row]!;
      total.errors = errors[row]!;
    }
  }
  return totals;
}

function countsOf(counts: CountsByDay, series: number, day: number): Counts {
  let days = counts.get(series);
  if (!days) counts.set(series, (days = new Map()));
  let own = days.get(day);
  if (!own) days.set(day, (own = { passes: 0, fails: 0, errors: 0 }));
  return own;
}

/** Days as ranges without gaps, ascending. */
function rangesOf(days: readonly number[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && day <= last.to + 1) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges;
}
